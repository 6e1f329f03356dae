package dev.tallystick.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.client.ApiException;
import dev.tallystick.client.BatchRow;
import dev.tallystick.client.Checkpoint;
import dev.tallystick.client.Claims;
import dev.tallystick.client.Comparison;
import dev.tallystick.client.Delta;
import dev.tallystick.client.Derived;
import dev.tallystick.client.FlushSchedule;
import dev.tallystick.client.ProofFailedException;
import dev.tallystick.client.QueueFullException;
import dev.tallystick.client.Recorded;
import dev.tallystick.client.Refused;
import dev.tallystick.client.RetryPolicy;
import dev.tallystick.client.Scope;
import dev.tallystick.client.SpoolException;
import dev.tallystick.client.Tallystick;
import dev.tallystick.client.UnreachableException;
import dev.tallystick.client.UsageQueue;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.ServerSettings;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java client against a real server. */
class ClientTest {
    private static TallystickServer server;
    private static String key;
    private static String vkey;

    @TempDir
    private Path folder;

    private final List<Runnable> soon = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    /** Runs nothing by itself. */
    private final FlushSchedule schedule = new FlushSchedule() {
        @Override
        public void every(Duration period, Runnable flush) {}

        @Override
        public void soon(Runnable flush) {
            soon.add(flush);
        }

        @Override
        public void close() {}
    };

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        server = TallystickServer.start(
                new ServerSettings(data, new HttpSettings("127.0.0.1", 0), ServerSettings.LogLevel.ERROR),
                InstantSource.system());
        key = server.firstRun().sandboxApiKey();
        vkey = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/log/sandbox/key"))
                                .build(),
                        BodyHandlers.ofString())
                .body()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Tallystick proving() {
        return Tallystick.at(server.url(), key)
                .logKey(vkey)
                .verifyProofs()
                .rememberChains()
                .build();
    }

    @Test
    void whatIsRecorded_isProved_lookedUpAndDerivedExactly() {
        Tallystick client = proving();
        Recorded first = client.emit(Delta.of("exact", "-0.000000000000000001", "One attounit")
                .withReference("day:1")
                .withMetadata(new JsonObject(Map.of("unit", new JsonString("\u00e9"))))
                .withOccurredAt(Instant.parse("2026-01-01T00:00:00.123456Z")));
        long size = client.newestHead().size();
        Recorded second =
                client.emit(Delta.of("exact", "999999999.5", "More").withAdjusts(Adjusts.byReferenceId("day:1")));

        assertThat(second.previousProofHash()).isEqualTo(first.proofHash());
        assertThat(client.newestHead().size()).isGreaterThan(size);
        assertThat(client.status(first.recordId()).contentHash()).isEqualTo(first.contentHash());
        Derived derived = client.derive("exact", Scope.CURRENT_MONTH);
        assertThat(derived.computedBalance()).isEqualTo(Amount.parse("999999999.499999999999999999"));
        assertThat(derived.deltas())
                .extracting(Recorded::recordId)
                .containsExactly(first.recordId(), second.recordId());
    }

    @Test
    void aRepeatIsTheSameRecord_andAConflictNamesItself() {
        Tallystick client = proving();
        Delta delta = Delta.of("repeats", "-1", "Calls").withReference("day:1");
        Recorded first = client.emit(delta);
        Recorded again = client.emit(delta);
        assertThat(again.idempotent()).isTrue();
        assertThat(again.proofHash()).isEqualTo(first.proofHash());
        assertThatThrownBy(() -> client.emit(Delta.of("repeats", "-2", "Calls").withReference("day:1")))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(409);
                    assertThat(refusal.code()).isEqualTo("REFERENCE_CONFLICT");
                    assertThat(refusal.requestId()).startsWith("req_");
                });
        assertThatThrownBy(() -> client.emit(Delta.of("repeats", "0", "Nothing")))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("VALIDATION_ERROR");
                    assertThat(refusal.field()).isEqualTo("delta");
                });
    }

    @Test
    void aBatchTakesWhatIsRight_andSaysWhatIsNot() {
        List<BatchRow> rows =
                proving().batch(List.of(Delta.of("batch", "-1", "One"), Delta.of("batch", "0", "Nothing")));
        assertThat(rows.get(0)).isInstanceOf(Recorded.class);
        assertThat(rows.get(1))
                .isInstanceOfSatisfying(
                        Refused.class, row -> assertThat(row.code()).isEqualTo("VALIDATION_ERROR"));
    }

    @Test
    void aMissingRecordIsFound_andAWindowIsSealed() {
        Tallystick client = proving();
        client.emit(Delta.of("compared", "-100", "One"));
        Recorded missed = client.emit(Delta.of("compared", "-25", "Two"));
        Comparison found =
                client.compare("compared", Scope.CURRENT_MONTH, Claims.of(Amount.parse("-125"), Amount.parse("-100")));
        assertThat(found.agree()).isFalse();
        assertThat(found.matchesYours()).isTrue();
        assertThat(found.explanations())
                .anySatisfy(one -> assertThat(one.recordIds()).contains(missed.recordId()));

        Checkpoint sealed = client.checkpoint("compared", Scope.CURRENT_MONTH);
        assertThat(sealed.finalBalance()).isEqualTo(Amount.parse("-125"));
        assertThat(client.checkpoints("compared", 10, 0))
                .extracting(Checkpoint::proofRoot)
                .containsExactly(sealed.proofRoot());
    }

    @Test
    void aHeadByAnotherKey_provesNothing() {
        VerifierKey forged = new VerifierKey(
                VerifierKey.parse(vkey).name(),
                KeyAlgorithm.ED25519,
                Ed25519PrivateKey.of(new byte[32]).publicKey());
        Tallystick client = Tallystick.at(server.url(), key)
                .logKey(forged.text())
                .verifyProofs()
                .build();
        assertThatThrownBy(() -> client.emit(Delta.of("forged", "-1", "One")))
                .isInstanceOf(ProofFailedException.class)
                .hasMessageContaining("signature");
    }

    private UsageQueue queue(Tallystick client, int rowsMax, int flushAt) {
        return UsageQueue.open(
                client,
                folder.resolve("spool"),
                new UsageQueue.Options(rowsMax, flushAt, Duration.ofSeconds(1), new Random(7)),
                schedule,
                (row, why) -> refused.add(row.item().referenceId() + " " + why.code()));
    }

    @Test
    void aQueueOutlivesItsProgram_andSendsEachRowOnce() throws Exception {
        Tallystick nobody =
                Tallystick.at("http://127.0.0.1:1", key).retry(RetryPolicy.NONE).build();
        UsageQueue before = queue(nobody, 3, 2);
        before.add(Delta.of("queued", "-1", "One").withReference("day:1"));
        before.add(Delta.of("queued", "-2", "Two"));
        assertThat(soon).as("two rows bring about a flush").hasSize(1);
        soon.getFirst().run();
        assertThat(before.lastFailure()).isInstanceOf(UnreachableException.class);
        assertThatThrownBy(() -> queue(nobody, 3, 2)).isInstanceOf(SpoolException.class);
        before.add(Delta.of("queued", "0", "Refused").withReference("day:3"));
        assertThatThrownBy(() -> before.add(Delta.of("queued", "-4", "Too many")))
                .isInstanceOf(QueueFullException.class);
        before.close();

        byte[] spooled = Files.readAllBytes(folder.resolve("spool"));
        Tallystick client = proving();
        try (UsageQueue after = queue(client, 3, 2)) {
            assertThat(after.size()).isEqualTo(3);
            after.flush();
            assertThat(after.size()).isZero();
            assertThat(refused).containsExactly("day:3 VALIDATION_ERROR");
            assertThat(Files.size(folder.resolve("spool"))).isZero();
        }
        // As if it had crashed after the server's answer and before it noted that down.
        Files.write(folder.resolve("spool"), spooled);
        try (UsageQueue again = queue(client, 3, 2)) {
            again.flush();
        }
        assertThat(client.derive("queued", Scope.CURRENT_MONTH).computedBalance())
                .isEqualTo(Amount.parse("-3"));
    }

    @Test
    void aTornLastRowIsCut_andDamageBeforeItRefused() throws Exception {
        Tallystick client = proving();
        try (UsageQueue queue = queue(client, 9, 9)) {
            queue.add(List.of(Delta.of("torn", "-1", "One"), Delta.of("torn", "-2", "Two")));
        }
        Path spool = folder.resolve("spool");
        try (RandomAccessFile file = new RandomAccessFile(spool.toFile(), "rw")) {
            file.setLength(file.length() - 3);
        }
        try (UsageQueue queue = queue(client, 9, 9)) {
            assertThat(queue.size()).isEqualTo(1);
            queue.add(Delta.of("torn", "-4", "Three"));
        }
        try (UsageQueue queue = queue(client, 9, 9)) {
            assertThat(queue.size()).as("the torn row is gone for good").isEqualTo(2);
        }
        try (RandomAccessFile file = new RandomAccessFile(spool.toFile(), "rw")) {
            file.seek(20);
            file.write('!');
        }
        assertThatThrownBy(() -> queue(client, 9, 9))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("offset 0");
    }
}
