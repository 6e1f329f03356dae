package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.sequencer.PlaneName;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that never finish their request: they are cut off, store nothing and hold nobody up. */
class SlowClientTest {
    private static final int CLIENTS = 100;
    private static final String DELTA = "/api/v1/balance/delta";
    private static final String GOOD = "{\"customerId\":\"acme\",\"delta\":-1,\"reason\":\"usage\"}";

    @TempDir
    private Path folder;

    @Test
    void bodiesThatDoNotArriveAreCutOffWhileOthersAreServed() throws IOException {
        try (TestServer server =
                new TestServer(folder, TestServer.limits().withRequestMillis(1_500), PlaneName.values())) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Socket socket = new Socket("127.0.0.1", server.port());
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(head(server, i).getBytes(StandardCharsets.US_ASCII));
                sockets.add(socket);
            }
            assertThat(server.post(DELTA, GOOD).statusCode())
                    .as("another client meanwhile")
                    .isEqualTo(201);
            long events = server.events(PlaneName.SANDBOX);
            for (Socket socket : sockets) {
                assertThat(readToEnd(socket)).doesNotContain(" 201 ", " 500 ");
                socket.close();
            }
            assertThat(server.events(PlaneName.SANDBOX)).isEqualTo(events);
            assertThat(server.post(DELTA, GOOD).statusCode()).isEqualTo(201);
        }
    }

    /** Half a body, half a chunk, half the headers: whoever stops, stops somewhere else. */
    private static String head(TestServer server, int client) {
        String head = "POST " + DELTA + " HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + server.tenant.sandboxKey() + "\r\n";
        return switch (client % 3) {
            case 0 -> head + "Content-Length: " + GOOD.length() + "\r\n\r\n" + GOOD.substring(0, 20);
            case 1 -> head + "Transfer-Encoding: chunked\r\n\r\n20\r\n" + GOOD.substring(0, 20);
            default -> head;
        };
    }

    private static String readToEnd(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            // Reset is an end as well.
            return "";
        }
    }
}
