package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EventStreamTest {
    private static final String EVENTS = "/api/v1/balance/events";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void record(String key, String customer) {
        HttpResponse<String> reply = server.post(
                "/api/v1/balance/delta",
                "{\"customerId\":\"" + customer + "\",\"delta\":1,\"reason\":\"usage\"}",
                "X-Api-Key",
                key);
        assertThat(reply.statusCode()).isEqualTo(201);
    }

    private static List<String> lines(String stream, String field) {
        return stream.lines()
                .filter(line -> line.startsWith(field + ": "))
                .map(line -> line.substring(field.length() + 2))
                .toList();
    }

    @Test
    void aStreamIsTakenUpWhereItWasLeftAndHoldsTheTenantsOwnEventsOnly() {
        record(server.stranger.sandboxKey(), "theirs");
        record(server.tenant.sandboxKey(), "acme");
        record(server.stranger.sandboxKey(), "theirs");
        record(server.tenant.productionKey(), "live");
        String first = server.get(EVENTS + "?lastEventId=-1&limit=2").body();
        assertThat(lines(first, "event")).containsExactly("customer.created", "delta.verified");
        assertThat(first).doesNotContain("theirs").doesNotContain("live");
        // The first of two notices of one event has no id: whoever was cut off between them gets both again.
        assertThat(lines(first, "id")).hasSize(1);
        record(server.tenant.sandboxKey(), "acme");
        String next = server.get(
                        EVENTS + "?limit=1",
                        "X-Api-Key",
                        server.tenant.sandboxKey(),
                        "Last-Event-ID",
                        lines(first, "id").getLast())
                .body();
        JsonNode told = Json.parse(lines(next, "data").getFirst());
        assertThat(told.at("/data/sequenceNumber").asString()).isEqualTo("2");
        assertThat(told.at("/id").asString()).startsWith("evt_");
    }

    @Test
    void aStreamTellsWhatHappensWhileItIsOpenAndEndsWithTheServer() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<java.io.InputStream> reply =
                    client.send(server.request(EVENTS).GET().build(), BodyHandlers.ofInputStream());
            assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo(": listening");
                record(server.tenant.sandboxKey(), "acme");
                assertThat(next(lines, "event: ")).isEqualTo("customer.created");
                assertThat(next(lines, "event: ")).isEqualTo("delta.verified");
                server.restart();
                assertThat(next(lines, "event: ")).isNull();
            }
        }
    }

    /** The rest of the next line that begins so, or null at the end. */
    private static String next(BufferedReader lines, String begin) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(begin)) {
                return line.substring(begin.length());
            }
        }
        return null;
    }
}
