package dev.tallystick.server.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.LogSettings;
import dev.tallystick.server.config.ServerSettings;
import dev.tallystick.server.config.ServerSettings.LogLevel;
import dev.tallystick.server.config.WebhookSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A folder that a release of format 1 wrote and left in good order: two customers with five records, three of them with
 * references, two by a batch with an idempotency key; a key that reads and one that was revoked. Its index is left out.
 */
class OldFolderTest {
    private static final Path WRITTEN = Path.of("src/test/resources/folder-of-format-1");
    private static final String KEY = "pk_test_gx38rea4jn6i.PN5OQ0jg3GoYNiWm7MloL0ad9nlDs25F40jAClj";
    private static final String READING = "pk_test_o27as1wzzd93.Pa7KNdJCM3atzve35EOiMSd5WW39wdKi53BydXl";
    private static final String REVOKED = "pk_test_ywga976ty0gu.oDBj0EukTcqRbFkSzHBJEz2ibys1A0WnH0GNJN6";
    private static final String BATCH = "{\"deltas\":[{\"customerId\":\"acme\",\"delta\":100,\"reason\":\"credit\"},"
            + "{\"customerId\":\"globex\",\"delta\":-7,\"reason\":\"Größe\",\"occurredAt\":\"2026-11-24T10:00:00.000Z\"}]}";
    /** Of the batch's second record, as the old release answered. */
    private static final String PROOF_HASH = "0xa7d0f548a667c6af89418180d261e9bf45b1f6c7f211f43c25d7e4558977c641";

    @TempDir
    Path folder;

    private TallystickServer server;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.walk(WRITTEN)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path copy = folder.resolve(WRITTEN.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void goesOnWhereTheOldReleaseStopped() throws Exception {
        indexOfAnotherLayout(folder.resolve("sandbox/index"));
        assertThat(FolderCheck.check(folder))
                .allMatch(report -> report.damage() == null)
                .extracting(PlaneReport::index)
                .containsExactly("outdated", "absent");
        start();
        assertThat(get("/api/v1/balance/derive/acme?period=2026-11", READING)
                        .at("/data/computedBalance")
                        .decimalValue())
                .isEqualByComparingTo("93.25");
        assertThat(get("/api/v1/balance/usage", REVOKED).at("/code").asString()).isEqualTo("INVALID_API_KEY");
        JsonNode repeated = post("/api/v1/balance/delta/batch", BATCH, "upgrade-1");
        assertThat(repeated.at("/data/results/1/proofHash").asString()).isEqualTo(PROOF_HASH);
        JsonNode conflicting = post(
                "/api/v1/balance/delta",
                "{\"customerId\":\"acme\",\"delta\":-9,\"reason\":\"usage of day 1\",\"referenceId\":\"day-1\"}",
                null);
        assertThat(conflicting.at("/code").asString()).isEqualTo("REFERENCE_CONFLICT");
        JsonNode next =
                post("/api/v1/balance/delta", "{\"customerId\":\"acme\",\"delta\":-3.25,\"reason\":\"new\"}", null);
        assertThat(next.at("/data/sequenceNumber").asString()).isEqualTo("5");
        assertThat(next.at("/data/balance").decimalValue()).isEqualByComparingTo("90");
        server.close();

        assertThat(FolderCheck.check(folder)).allMatch(report -> report.damage() == null);
        start();
        JsonNode old = get("/api/v1/verify/" + PROOF_HASH + "?source=both", READING);
        assertThat(old.at("/data/verified").asBoolean()).isTrue();
        assertThat(old.at("/data/sources/agree").asBoolean()).isTrue();
        server.close();
        assertThat(Files.readString(folder.resolve("format"))).startsWith("tallystick-data 2\n");
    }

    /** What every layout has in common: the row that tells which one it is. */
    private static void indexOfAnotherLayout(Path index) throws IOException, RocksDBException {
        Files.createDirectories(index);
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, index.toString())) {
            db.put(
                    new byte[] {'M'},
                    ByteBuffer.allocate(24)
                            .putInt(1)
                            .putLong(7)
                            .putInt(2)
                            .putLong(0)
                            .array());
        }
    }

    private void start() {
        server = TallystickServer.start(
                new ServerSettings(
                        folder,
                        new HttpSettings("127.0.0.1", 0),
                        LogLevel.ERROR,
                        new LogSettings(null, List.of(), true),
                        WebhookSettings.DEFAULT),
                InstantSource.system());
    }

    private JsonNode get(String path, String key) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)).header("X-Api-Key", key));
    }

    private JsonNode post(String path, String body, String idempotencyKey) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("X-Api-Key", KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return send(idempotencyKey == null ? request : request.header("Idempotency-Key", idempotencyKey));
    }

    private static JsonNode send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return new ObjectMapper()
                    .readTree(client.send(request.build(), BodyHandlers.ofString())
                            .body());
        }
    }
}
