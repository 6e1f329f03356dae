package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.server.sequencer.PlaneName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    private BufferedReader open(HttpClient client, String key) throws Exception {
        HttpResponse<java.io.InputStream> reply =
                client.send(server.request(EVENTS, "X-Api-Key", key).GET().build(), BodyHandlers.ofInputStream());
        assertThat(reply.statusCode()).isEqualTo(200);
        BufferedReader lines = new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo(": listening");
        return lines;
    }

    /** The operator does something to a key. */
    private void onKey(String key, String method, String rest, String body) {
        String bearer = "Bearer " + server.login(server.tenant);
        String id = "";
        String keys = server.get("/dashboard/api-keys?limit=100", "Authorization", bearer)
                .body();
        for (JsonNode each : Json.parse(keys).at("/data/items")) {
            if (key.startsWith(each.path("publicKey").asString())) {
                id = each.path("id").asString();
            }
        }
        HttpResponse<String> reply = server.send(server.request(
                        "/dashboard/api-keys/" + id + rest, "Authorization", bearer, "Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
        assertThat(reply.statusCode()).as(reply.body()).isLessThan(300);
    }

    @Test
    void aStreamEndsWithItsKeyAndTellsNothingAfter() throws Exception {
        String leaving = server.newKey(PlaneName.SANDBOX, server.tenant.id(), ApiKeyScopes.ALL);
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                BufferedReader stays = open(client, server.tenant.sandboxKey());
                BufferedReader ends = open(client, leaving)) {
            onKey(leaving, "DELETE", "", "");
            // Before anything else happens: a silent stream ends as well.
            assertThat(next(ends, ": the API key")).isEqualTo(" is revoked");
            assertThat(ends.readLine()).isEmpty();
            assertThat(ends.readLine()).isNull();
            record(server.tenant.sandboxKey(), "acme");
            assertThat(next(stays, "event: ")).isEqualTo("customer.created");
        }
    }

    @Test
    void aStreamEndsWhenTheGraceOfARotatedKeyDoes() throws Exception {
        String leaving = server.newKey(PlaneName.SANDBOX, server.tenant.id(), ApiKeyScopes.ALL);
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                BufferedReader ends = open(client, leaving)) {
            onKey(leaving, "POST", "/rotate", "{\"graceSeconds\":2}");
            record(leaving, "acme");
            assertThat(next(ends, "event: ")).isEqualTo("customer.created");
            assertThat(next(ends, ": the API key")).isEqualTo(" is revoked");
            assertThat(next(ends, "event: ")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-2", "+1", "1.0", "0x1", "1 2", "1000000000000000000", "99", "999999999999999999"})
    void anIdThatNoEventHasIsRefused(String id) {
        String key = server.tenant.sandboxKey();
        HttpResponse<String> header = server.get(EVENTS, "X-Api-Key", key, "Last-Event-ID", id);
        HttpResponse<String> query =
                server.get(EVENTS + "?lastEventId=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        for (HttpResponse<String> reply : List.of(header, query)) {
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
            assertThat(Json.parse(reply.body()).path("code").asString()).isEqualTo("VALIDATION_ERROR");
        }
        assertThat(Json.parse(header.body()).at("/error/field").asString()).isEqualTo("Last-Event-ID");
        assertThat(Json.parse(query.body()).at("/error/field").asString()).isEqualTo("lastEventId");
    }

    @Test
    void theNewestIdIsTakenAndTheOneAfterItRefused() {
        record(server.tenant.sandboxKey(), "acme");
        long newest = server.events(PlaneName.SANDBOX) - 1;
        HttpResponse<String> after = server.get(EVENTS + "?limit=1&lastEventId=" + (newest + 1));
        assertThat(after.statusCode()).isEqualTo(400);
        assertThat(after.body()).contains("holds " + (newest + 1) + " events");
        assertThat(server.get(EVENTS + "?limit=1&lastEventId=" + (newest - 1)).statusCode())
                .isEqualTo(200);
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
