package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.server.sequencer.PlaneName;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One request, sent again and again: at once, later, after a restart. It is stored once. */
class RepeatsTest {
    private static final int COPIES = 1_000;
    private static final String DELTA = "/api/v1/balance/delta";
    private static final String BATCH = "/api/v1/balance/delta/batch";

    @TempDir
    private Path folder;

    @Test
    void aThousandParallelCopiesWithOneReferenceIdStoreOneRecord() throws Exception {
        try (TestServer server = new TestServer(folder)) {
            String body = "{\"customerId\":\"acme\",\"delta\":-100,\"reason\":\"usage\",\"referenceId\":\"day-1\"}";
            List<HttpResponse<String>> replies = inParallel(() -> server.post(DELTA, body));
            assertThat(replies).allMatch(reply -> reply.statusCode() == 201);
            assertThat(replies.stream()
                            .filter(reply -> !Json.parse(reply.body())
                                    .at("/data/idempotent")
                                    .asBoolean())
                            .count())
                    .as("stored, not repeated")
                    .isEqualTo(1);
            assertThat(replies.stream()
                            .map(reply -> Json.parse(reply.body())
                                    .at("/data/recordId")
                                    .asString())
                            .distinct())
                    .hasSize(1);
            assertOneRecordOf(server, "-100");
        }
    }

    @Test
    void aThousandParallelCopiesWithOneIdempotencyKeyStoreOneRecord() throws Exception {
        try (TestServer server = new TestServer(folder)) {
            String body = "{\"customerId\":\"acme\",\"delta\":-7.5,\"reason\":\"usage\"}";
            List<HttpResponse<String>> replies =
                    inParallel(() -> server.post(DELTA, body, "Idempotency-Key", "the-key"));
            List<HttpResponse<String>> answered =
                    replies.stream().filter(reply -> reply.statusCode() == 201).toList();
            // A copy that would wait too long for the first is told to come back.
            assertThat(replies).allMatch(reply -> reply.statusCode() == 201 || reply.statusCode() == 202);
            assertThat(answered.stream().map(HttpResponse::body).collect(Collectors.toSet()))
                    .hasSize(1);
            assertThat(answered.stream()
                            .filter(reply -> reply.headers()
                                    .firstValue("Idempotent-Replayed")
                                    .isEmpty())
                            .count())
                    .as("first replies")
                    .isEqualTo(1);
            assertOneRecordOf(server, "-7.5");
        }
    }

    private static void assertOneRecordOf(TestServer server, String balance) {
        assertThat(server.get("/api/v1/balance/derive/acme").body())
                .contains("\"computedBalance\":" + balance + ",", "\"deltasCount\":1,");
    }

    /** All copies wait for each other before the first is sent. */
    private static List<HttpResponse<String>> inParallel(Supplier<HttpResponse<String>> request) throws Exception {
        CountDownLatch all = new CountDownLatch(COPIES);
        List<Future<HttpResponse<String>>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < COPIES; i++) {
                running.add(threads.submit(() -> {
                    all.countDown();
                    all.await();
                    return request.get();
                }));
            }
        }
        return running.stream().map(RepeatsTest::result).toList();
    }

    private static HttpResponse<String> result(Future<HttpResponse<String>> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReplyIsReplayedByteForByteNowAndAfterARestart() {
        String delta = "{\"customerId\":\"acme\",\"delta\":-1.50,\"reason\":\"usage\",\"metadata\":{\"b\":1,\"a\":2}}";
        String batch = "{\"deltas\":[" + delta + "," + delta.replace("-1.50", "0") + ",{\"customerId\":\"globex\","
                + "\"delta\":3,\"reason\":\"credit\",\"referenceId\":\"g-1\"}]}";
        try (TestServer server = new TestServer(folder)) {
            HttpResponse<String> one = server.post(DELTA + "?amounts=string", delta, "Idempotency-Key", "one");
            HttpResponse<String> many = server.post(BATCH, batch, "Idempotency-Key", "many");
            assertThat(one.statusCode()).isEqualTo(201);
            assertThat(many.body()).contains("\"totalQueued\":2,\"totalFailed\":1,");
            for (int round = 0; round < 3; round++) {
                long events = server.events(PlaneName.SANDBOX);
                assertReplayed(server.post(DELTA + "?amounts=string", delta, "Idempotency-Key", "one"), one);
                assertReplayed(server.post(BATCH, batch, "Idempotency-Key", "many"), many);
                // White space counts: the key stands for the bytes that were sent.
                assertThat(server.post(DELTA + "?amounts=string", delta + " ", "Idempotency-Key", "one")
                                .statusCode())
                        .isEqualTo(409);
                assertThat(server.post(DELTA, delta, "Idempotency-Key", "one").statusCode())
                        .isEqualTo(409);
                assertThat(server.events(PlaneName.SANDBOX)).isEqualTo(events);
                // More records behind it must not change what is replayed.
                server.post(DELTA, delta);
                server.restart();
            }
        }
    }

    private static void assertReplayed(HttpResponse<String> again, HttpResponse<String> first) {
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void aReferenceIsKnownAfterARestart() {
        String body = "{\"customerId\":\"acme\",\"delta\":-100,\"reason\":\"usage\",\"referenceId\":\"day-1\"}";
        try (TestServer server = new TestServer(folder)) {
            String first = server.post(DELTA, body).body();
            server.restart();
            String again = server.post(DELTA, body.replace("-100", "-1.00e2")).body();
            assertThat(again).isEqualTo(first.replace("\"idempotent\":false", "\"idempotent\":true"));
            assertThat(server.post(DELTA, body.replace("-100", "-101")).statusCode())
                    .isEqualTo(409);
            assertOneRecordOf(server, "-100");
        }
    }

    @Test
    void aRefusedRequestDoesNotUseUpItsKeyOrItsReference() {
        String wrong = "{\"customerId\":\"acme\",\"delta\":0,\"reason\":\"usage\",\"referenceId\":\"day-1\"}";
        try (TestServer server = new TestServer(folder)) {
            long events = server.events(PlaneName.SANDBOX);
            for (String body : List.of(wrong, "{", wrong.replace("0,", "1,\"adjusts\":{\"referenceId\":\"x\"},"))) {
                assertThat(server.post(DELTA, body, "Idempotency-Key", "k").statusCode())
                        .isBetween(400, 422);
            }
            assertThat(server.events(PlaneName.SANDBOX)).isEqualTo(events);
            assertThat(server.post(DELTA, wrong.replace("0,", "-100,"), "Idempotency-Key", "k")
                            .statusCode())
                    .isEqualTo(201);
            assertOneRecordOf(server, "-100");
        }
    }

    @Test
    void aConflictNamesTheRecordAndBothHashesAloneAndInAnAtomicBatch() {
        String body = "{\"customerId\":\"acme\",\"delta\":-100,\"reason\":\"usage\",\"referenceId\":\"day-1\"}";
        String other = body.replace("-100", "-101");
        String fine = body.replace("day-1", "day-2");
        try (TestServer server = new TestServer(folder)) {
            String recordId = Json.parse(server.post(DELTA, body).body())
                    .at("/data/recordId")
                    .asString();
            long events = server.events(PlaneName.SANDBOX);
            JsonNode alone = conflict(server.post(DELTA, other));
            JsonNode first = conflict(server.post(BATCH, "{\"atomic\":true,\"deltas\":[" + other + "]}"));
            JsonNode second = conflict(server.post(BATCH, "{\"atomic\":true,\"deltas\":[" + fine + "," + other + "]}"));
            for (JsonNode details : List.of(alone, first, second)) {
                assertThat(details.path("recordId").asString()).isEqualTo(recordId);
                assertThat(details.path("recordedContentHash").asString()).isEqualTo(contentHash("-100"));
                assertThat(details.path("contentHash").asString()).isEqualTo(contentHash("-101"));
            }
            assertThat(second.path("index").asInt(-1)).isEqualTo(1);
            assertThat(server.events(PlaneName.SANDBOX)).isEqualTo(events);
        }
    }

    private static JsonNode conflict(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).isEqualTo(409);
        JsonNode error = Json.parse(reply.body()).path("error");
        assertThat(error.path("code").asString()).isEqualTo("REFERENCE_CONFLICT");
        return error;
    }

    private static String contentHash(String delta) {
        return ContentHash.of(new DeltaItem("acme", Amount.parse(delta), "usage", "day-1", null, null, null))
                .toString();
    }
}
