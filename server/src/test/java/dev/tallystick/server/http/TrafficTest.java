package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.config.AddressRange;
import dev.tallystick.server.config.Limits;
import dev.tallystick.server.config.RateLimit;
import dev.tallystick.server.config.TrafficSettings;
import dev.tallystick.server.http.TestServer.Answer;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who sends too much is turned away, without harm to others and without a trace. */
class TrafficTest {
    private static final Limits LIMITS = Limits.defaults(256L << 20);
    private static final List<AddressRange> LOCAL_PROXY = List.of(AddressRange.parse("127.0.0.1"));
    private static final String DELTA = "/api/v1/balance/delta";
    private static final String USAGE = "/api/v1/balance/usage";

    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);

    private TestServer server(List<AddressRange> proxies, RateLimit key, RateLimit address, RateLimit open) {
        return new TestServer(
                LIMITS, new TrafficSettings(proxies, key, address, open), () -> Instant.ofEpochMilli(now.get()));
    }

    @Test
    void anApiKeyHasItsQuota_andALimitedRequestUsesUpNoIdempotencyKey() {
        try (TestServer server = server(List.of(), new RateLimit(2, 20), RateLimit.OFF, RateLimit.OFF)) {
            Answer first = server.get(USAGE);
            assertThat(first.header("RateLimit-Policy")).isEqualTo("\"key\";q=2;w=20");
            assertThat(first.header("RateLimit")).isEqualTo("\"key\";r=1;t=10");
            String body = TestServer.delta("c", "1", "");
            assertThat(server.get(USAGE, "X-Api-Key", server.key.replaceFirst(".$", "?"))
                            .status())
                    .as("a wrong secret counts against nobody")
                    .isEqualTo(401);
            assertThat(server.get(USAGE).status()).isEqualTo(200);
            Answer limited = server.post(DELTA, body, "Idempotency-Key", "k");
            assertThat(limited.status()).isEqualTo(429);
            assertThat(limited.code()).isEqualTo("RATE_LIMITED");
            assertThat(limited.header("Retry-After")).isEqualTo("10");
            assertThat(limited.header("RateLimit")).isEqualTo("\"key\";r=0;t=20");
            assertThat(limited.body()).contains("\"retryAfterSeconds\":10");
            assertThat(server.get(USAGE, "X-Api-Key", server.otherKey).status()).isEqualTo(200);
            now.addAndGet(10_000);
            Answer again = server.post(DELTA, body, "Idempotency-Key", "k");
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.header("Idempotent-Replayed")).isEmpty();
        }
    }

    @Test
    void anAddressHasItsQuotaBeforeAnyKeyIsLookedAt() {
        try (TestServer server = server(LOCAL_PROXY, RateLimit.OFF, new RateLimit(1, 10), RateLimit.OFF)) {
            String[] guess = {"X-Api-Key", "nonsense", "X-Forwarded-For", "203.0.113.5"};
            assertThat(server.get(USAGE, guess).status()).isEqualTo(401);
            assertThat(server.get(USAGE, guess).status()).isEqualTo(429);
            assertThat(server.get("/dashboard/api-keys", guess).status()).isEqualTo(429);
            assertThat(server.get(USAGE, "X-Forwarded-For", "203.0.113.6").status())
                    .isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                assertThat(server.get("/healthz").status()).isEqualTo(200);
                assertThat(server.get("/readyz").header("RateLimit")).isEmpty();
            }
        }
    }

    @Test
    void whatIsOpenToAllIsLimitedByAddress_pathsThatDoNotExistIncluded() {
        try (TestServer server = server(LOCAL_PROXY, RateLimit.OFF, RateLimit.OFF, new RateLimit(2, 10))) {
            String[] client = {"X-Forwarded-For", "2001:db8:0:1::1"};
            assertThat(server.get("/openapi.json", client).status()).isEqualTo(200);
            assertThat(server.get("/nowhere", "X-Forwarded-For", "2001:db8:0:1:ffff::2")
                            .status())
                    .as("the same /64")
                    .isEqualTo(404);
            assertThat(server.get("/", client).status()).isEqualTo(429);
            assertThat(server.get("/", "X-Forwarded-For", "2001:db8:0:2::1").status())
                    .isEqualTo(200);
            assertThat(server.get(USAGE, client).status())
                    .as("a member's route")
                    .isEqualTo(200);
        }
    }

    @Test
    void onlyATrustedProxyIsBelieved_andOnlyItsOwnWord() {
        RateLimit one = new RateLimit(1, 10);
        try (TestServer server = server(List.of(), RateLimit.OFF, RateLimit.OFF, one)) {
            assertThat(server.get("/", "X-Forwarded-For", "203.0.113.1").status())
                    .isEqualTo(200);
            assertThat(server.get("/", "X-Forwarded-For", "203.0.113.2").status())
                    .as("nobody is trusted: the connection's address counts")
                    .isEqualTo(429);
        }
        List<AddressRange> proxies = List.of(LOCAL_PROXY.getFirst(), AddressRange.parse("10.0.0.0/8"));
        try (TestServer server = server(proxies, RateLimit.OFF, RateLimit.OFF, one)) {
            assertThat(server.get("/", "X-Forwarded-For", "1.1.1.1, 203.0.113.1, 10.0.0.3")
                            .status())
                    .isEqualTo(200);
            assertThat(server.get("/", "X-Forwarded-For", "2.2.2.2, 203.0.113.1:4711")
                            .status())
                    .as("what stands before it is the client's own invention")
                    .isEqualTo(429);
            assertThat(server.get("/", "X-Forwarded-For", "203.0.113.9, nonsense")
                            .status())
                    .as("then the proxy itself counts")
                    .isEqualTo(200);
            assertThat(server.get("/", "X-Forwarded-For", "").status()).isEqualTo(429);
        }
    }

    @Test
    void loggingInIsLimitedByTheClientsAddress_notTheProxys() {
        try (TestServer server = server(LOCAL_PROXY, RateLimit.OFF, RateLimit.OFF, RateLimit.OFF)) {
            String login = "/dashboard/auth/login";
            for (int i = 0; i < LIMITS.loginBurst(); i++) {
                assertThat(server.post(login, "{\"password\":\"x\"}", "X-Forwarded-For", "203.0.113.1")
                                .status())
                        .isEqualTo(401);
            }
            Answer refused = server.post(login, "{\"password\":\"x\"}", "X-Forwarded-For", "203.0.113.1");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"login\";q=10;w=60");
            String good = "{\"password\":\"" + TestServer.PASSWORD + "\"}";
            assertThat(server.post(login, good, "X-Forwarded-For", "203.0.113.2")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void idleConnectionsOfOneAddressLeaveRoomForOthers() throws IOException {
        Limits few = dev.tallystick.server.contract.ChangedLimits.with(LIMITS, "addressConnections", 5);
        List<Socket> idle = new ArrayList<>();
        try (TestServer server = new TestServer(few)) {
            for (int i = 0; i < 5; i++) {
                Socket socket = new Socket("127.0.0.1", server.port);
                idle.add(socket);
                socket.setSoTimeout(10_000);
                // A whole request, so that the connection is known to have been taken; then it idles.
                socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            try (Socket sixth = new Socket("127.0.0.1", server.port)) {
                sixth.setSoTimeout(10_000);
                assertThat(closed(sixth)).isTrue();
            }
            idle.removeFirst().close();
            // The server learns of the close in its own time; it must do so before the test's time is up.
            boolean served = false;
            for (long end = System.nanoTime() + 10_000_000_000L; !served && System.nanoTime() < end; ) {
                served = !server.raw("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        .isEmpty();
            }
            assertThat(served).isTrue();
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private static boolean closed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }
}
