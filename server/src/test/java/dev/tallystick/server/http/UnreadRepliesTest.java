package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.config.Limits;
import dev.tallystick.server.http.TestServer.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask for large replies and do not read them hold a bounded part of the memory, and nobody else up. */
class UnreadRepliesTest {
    private static final int ROWS = 1_000;

    /** More than the system's own buffers take, so that sending it waits for the client. */
    private static final int REPLY_BYTES_MIN = 5_000_000;

    private static final int CONNECTIONS_MAX = 20;
    private static final String LARGE = "/api/v1/balance/derive/m?limit=" + ROWS;

    /** The smallest heap's: 32 MiB for all, 16 MiB for a tenant. */
    private static final Limits LIMITS = Limits.defaults(0);

    private static String batch() {
        StringBuilder body = new StringBuilder("{\"deltas\":[");
        for (int i = 0; i < ROWS; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"customerId\":\"m\",\"delta\":1,\"reason\":\"")
                    .append("\\u0001".repeat(500))
                    .append("\",\"referenceId\":\"")
                    .append("\\u0001".repeat(251))
                    .append(1_000 + i)
                    .append("\"}");
        }
        return body.append("]}").toString();
    }

    /** Asks for the large reply and reads no more than the first line of it, which leaves once its memory is claimed. */
    private static String ask(TestServer server, List<Socket> open) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress("127.0.0.1", server.port));
        socket.getOutputStream()
                .write(("GET " + LARGE + " HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + server.key + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 64)
                .readLine();
    }

    @Test
    @Timeout(120)
    void takeABoundedPartOfTheMemoryAndGiveItBackWhenTheyLeave() throws IOException {
        List<Socket> unread = new ArrayList<>();
        try (TestServer server = new TestServer(LIMITS)) {
            String batch = batch();
            assertThat(server.post("/api/v1/balance/delta/batch", batch).status())
                    .isEqualTo(201);
            assertThat(server.post("/api/v1/balance/delta/batch", batch, "X-Api-Key", server.otherKey)
                            .status())
                    .isEqualTo(201);
            String first = ask(server, unread);
            assertThat(first).startsWith("HTTP/1.1 200");
            while (ask(server, unread).startsWith("HTTP/1.1 200")) {
                assertThat(unread).hasSizeLessThan(CONNECTIONS_MAX);
            }

            Answer refused = server.get(LARGE);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.body()).contains("fewer rows");
            assertThat(server.get("/api/v1/balance/derive/m?limit=1").status()).isEqualTo(200);
            assertThat(server.post("/api/v1/balance/delta", TestServer.delta("m", "1", ""))
                            .status())
                    .isEqualTo(201);
            assertThat(server.get(LARGE, "X-Api-Key", server.otherKey).status())
                    .as("another tenant's")
                    .isEqualTo(200);

            for (Socket socket : unread) {
                socket.close();
            }
            Answer answer = server.get(LARGE);
            while (answer.status() == 503) {
                answer = server.get(LARGE);
            }
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().length()).isGreaterThan(REPLY_BYTES_MIN);
            assertThat(answer.json().get("success").toString()).contains("true");
        } finally {
            for (Socket socket : unread) {
                socket.close();
            }
        }
    }
}
