package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.server.http.TestServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private static final String DELTA = "/api/v1/balance/delta";
    private static final String KEY = "Idempotency-Key";
    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private long recorded(String customerId) {
        var head = server.sandbox.reader().account(new AccountKey(TestServer.TENANT, customerId));
        return head == null ? 0 : head.sequence();
    }

    @Test
    void theSameKeyAndBodyGetTheFirstReplyByteForByte() {
        String body = TestServer.delta("c", "1", "");
        Answer first = server.post(DELTA, body, KEY, "k");
        Answer again = server.post(DELTA, body, KEY, "k");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(recorded("c")).isEqualTo(1);
    }

    @Test
    void aBatchWithFailuresAndRepeatsIsReplayedByteForByteToo() {
        server.post(DELTA, TestServer.delta("c", "1", ",\"referenceId\":\"r\""));
        String batch = "{\"deltas\":[" + TestServer.delta("c", "1", ",\"referenceId\":\"r\"") + ",{\"delta\":0.5},"
                + TestServer.delta("c", "2", ",\"referenceId\":\"r\"") + "," + TestServer.delta("d", "3", "") + "]}";
        Answer first = server.post(DELTA + "/batch", batch, KEY, "k");
        Answer again = server.post(DELTA + "/batch", batch, KEY, "k");
        assertThat(first.body())
                .contains("\"totalQueued\":2,\"totalFailed\":2")
                .contains("REFERENCE_CONFLICT")
                .contains("\"recordedContentHash\":\"0x");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void theSameKeyWithAnotherRequestConflicts() {
        server.post(DELTA, TestServer.delta("c", "1", ""), KEY, "k");
        assertThat(server.post(DELTA, TestServer.delta("c", "2", ""), KEY, "k").code())
                .isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(server.post(DELTA + "?amounts=string", TestServer.delta("c", "1", ""), KEY, "k")
                        .code())
                .isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(server.post(DELTA, TestServer.delta("c", "1", ""), KEY, "k", "X-Api-Key", server.otherKey)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aRefusedRequestDoesNotUseUpItsKey() {
        assertThat(server.post(DELTA, TestServer.delta("c", "0", ""), KEY, "k").status())
                .isEqualTo(400);
        assertThat(server.post(DELTA, TestServer.delta("c", "1", ",\"adjusts\":{\"referenceId\":\"x\"}"), KEY, "k")
                        .status())
                .isEqualTo(422);
        assertThat(server.post(DELTA, TestServer.delta("c", "1", ""), KEY, "k").status())
                .isEqualTo(201);
    }

    @Test
    void aCopyOfARunningRequestIsToldToComeBackOrWaits() throws Exception {
        String body = TestServer.delta("c", "1", "");
        CountDownLatch hold = new CountDownLatch(1);
        server.sandbox.hold = hold;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> first = pool.submit(() -> server.post(DELTA, body, KEY, "k"));
            while (server.sandbox.waiting.get() == 0) {
                Thread.onSpinWait();
            }
            assertThat(server.post(DELTA, TestServer.delta("c", "2", ""), KEY, "k")
                            .status())
                    .isEqualTo(409);
            Answer pending = server.post(DELTA, body, KEY, "k");
            assertThat(pending.status()).isEqualTo(202);
            assertThat(pending.code()).isEqualTo("IDEMPOTENCY_PENDING");
            assertThat(pending.header("Retry-After")).isEqualTo("1");
            assertThat(pending.json().get("retryAfterSeconds")).isEqualTo(JsonNumber.of(1));
            assertThat(((JsonObject) pending.json().get("error")).get("code"))
                    .isEqualTo(pending.json().get("code"));
            hold.countDown();
            assertThat(server.post(DELTA, body, KEY, "k").body())
                    .isEqualTo(first.get().body());
        }
        assertThat(recorded("c")).isEqualTo(1);
    }

    /** A copy that meets the first request still running is told so, and asks again. */
    private Answer settled(String byKey) throws Exception {
        Answer answer = server.post(DELTA, byKey, KEY, "once");
        while (answer.status() == 202) {
            assertThat(answer.code()).isEqualTo("IDEMPOTENCY_PENDING");
            answer = server.post(DELTA, byKey, KEY, "once");
        }
        return answer;
    }

    @Test
    void aThousandCopiesAtOnceRecordOne() throws Exception {
        String byReference = TestServer.delta("many", "1", ",\"referenceId\":\"once\"");
        String byKey = TestServer.delta("keyed", "1", "");
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                answers.add(pool.submit(() -> server.post(DELTA, byReference)));
                answers.add(pool.submit(() -> settled(byKey)));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).as(answer.get().body()).isEqualTo(201);
            }
        }
        assertThat(recorded("many")).isEqualTo(1);
        assertThat(recorded("keyed")).isEqualTo(1);
    }
}
