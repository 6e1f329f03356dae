package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonString;
import dev.tallystick.server.http.TestServer.Answer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which thread reads the records of a long request. */
class LongReadsTest {
    private static final String API = "/api/v1/balance";
    private static TestServer server;
    private static String receiptId;

    @BeforeAll
    static void start() {
        server = new TestServer();
        Answer recorded = server.post(API + "/delta", TestServer.delta("acme", "-100", ",\"referenceId\":\"day-1\""));
        receiptId = ((JsonString) recorded.data().get("receiptId")).value();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer compare(int rows) {
        String all = IntStream.range(0, rows)
                .mapToObj(i -> "{\"referenceId\":\"day-" + i + "\",\"delta\":-1}")
                .collect(Collectors.joining(","));
        return server.post(
                API + "/compare",
                "{\"customerId\":\"acme\",\"yourBalance\":1,\"theirBalance\":2,\"yourRecords\":[" + all + "]}");
    }

    @Test
    void documentsAreDrawnOnAThreadThatHoldsUpNoOther() {
        server.sandbox.readers.clear();
        Answer pdf = server.get(API + "/receipts/" + receiptId + "?format=pdf");
        assertThat(pdf.status()).isEqualTo(200);
        assertThat(server.sandbox.readers).anyMatch(LongReadsTest::isHeavy);
    }

    @Test
    void manyRowsAreComparedOnAThreadThatHoldsUpNoOther() {
        server.sandbox.readers.clear();
        assertThat(compare(600).status()).isEqualTo(201);
        assertThat(server.sandbox.readers).anyMatch(LongReadsTest::isHeavy);
    }

    @Test
    void fewRowsAreComparedAtOnce() {
        server.sandbox.readers.clear();
        assertThat(compare(5).status()).isEqualTo(201);
        assertThat(server.sandbox.readers).isNotEmpty().noneMatch(LongReadsTest::isHeavy);
    }

    private static boolean isHeavy(Thread thread) {
        return thread.getName().startsWith("heavy-work-") && !thread.isVirtual();
    }
}
