package dev.tallystick.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.ContentHash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is repeated, when, and with which key: against a server that answers as it is told. */
class RepeatsTest {
    private static final Delta DELTA = Delta.of("acme", "-1.5", "Calls");

    private record Answer(int status, String retryAfter, String body) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private HttpServer server;
    private Tallystick client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
            exchange.getRequestBody().readAllBytes();
            Answer answer = answers.remove();
            if (!answer.retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter);
            }
            if (answer.status == 302) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
            }
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = Tallystick.at("http://127.0.0.1:" + server.getAddress().getPort(), "pk_test_x.y")
                .random(new Random(11))
                .pause(pauses::add)
                .build();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answers(int status, String retryAfter, String code) {
        answers.add(new Answer(
                status,
                retryAfter,
                "{\"success\":false,\"requestId\":\"req_1\",\"error\":{\"code\":\"" + code
                        + "\",\"message\":\"No.\",\"field\":\"delta\"}}"));
    }

    private void recorded(Hash contentHash) {
        String hash = Hash.ZERO.toString();
        answers.add(new Answer(
                201,
                "",
                "{\"success\":true,\"data\":{\"recordId\":\"r_0000000001\",\"customerId\":\"acme\",\"delta\":-1.50,"
                        + "\"reason\":\"Calls\",\"referenceId\":null,\"sequenceNumber\":\"1\",\"deltaIndex\":1,"
                        + "\"contentHash\":\"" + contentHash + "\",\"proofHash\":\"" + hash
                        + "\",\"previousProofHash\":null,\"recordedAt\":\"2026-01-01T00:00:00.000Z\","
                        + "\"balance\":-1.5,\"idempotent\":false}}"));
    }

    @Test
    void whatMayPass_isRepeatedWithTheSameKey_afterLongerAndLongerWaits() {
        answers(503, "", "SERVICE_UNAVAILABLE");
        answers(429, "7", "RATE_LIMITED");
        answers(202, "", "IDEMPOTENCY_PENDING");
        recorded(ContentHash.of(DELTA.item()));
        assertThat(client.emit(DELTA).recordId()).isEqualTo("r_0000000001");
        assertThat(keys).hasSize(4).containsOnly(keys.getFirst()).doesNotContain("null");
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(125), Duration.ofMillis(250));
        assertThat(pauses.get(1)).isEqualTo(Duration.ofSeconds(7));
        assertThat(pauses.get(2)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
    }

    @Test
    void eachCall_hasAKeyOfItsOwn() {
        recorded(ContentHash.of(DELTA.item()));
        recorded(ContentHash.of(DELTA.item()));
        client.emit(DELTA);
        client.emit(DELTA);
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void refusalsAreNotRepeated_norIsACadenceLimitOrALongWaitOrARedirect() {
        answers(400, "", "VALIDATION_ERROR");
        answers(429, "1", "CADENCE_LIMIT");
        answers(503, "3600", "SERVICE_UNAVAILABLE");
        answers.add(new Answer(302, "", "moved"));
        for (String code : List.of("VALIDATION_ERROR", "CADENCE_LIMIT", "SERVICE_UNAVAILABLE", "HTTP_302")) {
            assertThatThrownBy(() -> client.emit(DELTA))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.code()).isEqualTo(code));
        }
        assertThat(keys).hasSize(4);
        assertThat(pauses).isEmpty();
    }

    @Test
    void theLastRefusal_isThrownWhole() {
        for (int i = 0; i < 4; i++) {
            answers(500, "2", "INTERNAL");
        }
        assertThatThrownBy(() -> client.emit(DELTA)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.status()).isEqualTo(500);
            assertThat(e.requestId()).isEqualTo("req_1");
            assertThat(e.field()).isEqualTo("delta");
            assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(2));
            assertThat(e).hasMessage("No.");
        });
        assertThat(answers).isEmpty();
    }

    @Test
    void anAnswerAboutSomethingElse_isNotBelieved() {
        recorded(ContentHash.of(Delta.of("acme", "-1.6", "Calls").item()));
        assertThatThrownBy(() -> client.emit(DELTA))
                .isInstanceOfSatisfying(
                        ProofFailedException.class,
                        e -> assertThat(e.expected())
                                .isEqualTo(ContentHash.of(DELTA.item()).toString()));
        answers.add(new Answer(200, "", "<html>"));
        assertThatThrownBy(() -> client.status("r_0000000001")).isInstanceOf(UnexpectedReplyException.class);
    }

    @Test
    void aChangedReceipt_isNotBelieved() throws IOException {
        Path samples = Path.of("").toAbsolutePath().resolveSibling("samples/receipts/defects");
        String changed = Files.readString(samples.resolve("amount-changed.json"));
        answers.add(new Answer(200, "", changed));
        assertThatThrownBy(() -> client.receipt("cust_1", Scope.CURRENT_MONTH))
                .isInstanceOf(ProofFailedException.class)
                .hasMessageContaining("content hashes");
    }
}
