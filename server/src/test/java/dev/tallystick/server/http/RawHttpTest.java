package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.config.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes no HTTP library would send: each gets an answer with the usual envelope or a closed connection. */
class RawHttpTest {
    private static final long REQUEST_MILLIS = 700;
    private static TestServer server;

    record Row(String why, String bytes, String statusLine) {
        @Override
        public String toString() {
            return why + " -> " + statusLine;
        }
    }

    @BeforeAll
    static void start() {
        server =
                new TestServer(Limits.defaults(Runtime.getRuntime().maxMemory()).withRequestMillis(REQUEST_MILLIS));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String get(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
    }

    private static String post(String headers, String body) {
        return "POST /api/v1/balance/delta HTTP/1.1\r\nHost: x\r\nX-Api-Key: @KEY@\r\n" + headers + "\r\n" + body;
    }

    private static final String GOOD = TestServer.delta("raw", "1", "");

    private static final String JSON_TYPE = "Content-Type: application/json\r\n";

    private static String length(String body) {
        return "Content-Length: " + body.length() + "\r\n";
    }

    private static String chunked(String chunks) {
        return post("Transfer-Encoding: chunked\r\n", chunks);
    }

    private static String hex(String text) {
        return Integer.toHexString(text.length());
    }

    static List<Row> rows() {
        return List.of(
                new Row("garbage", "GARBAGE\r\n\r\n", "400"),
                new Row("a greeting of another protocol", "\u0016\u0003\u0001\u0002\r\n\r\n", "400"),
                new Row("no version", "GET /\r\n\r\n", "400"),
                new Row("HTTP/1.0", "GET /healthz HTTP/1.0\r\n\r\n", "505"),
                new Row("HTTP/9", "GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n", "400"),
                new Row("no Host", "GET /healthz HTTP/1.1\r\n\r\n", "400"),
                new Row("a header without colon", get("/healthz", "Foo\r\n"), "400"),
                new Row("a header with a bare LF", "GET /healthz HTTP/1.1\nHost: x\n\n", "400"),
                new Row("a space in the path", "GET /heal thz HTTP/1.1\r\nHost: x\r\n\r\n", "400"),
                new Row(
                        "raw bytes beyond ASCII in the path",
                        get("/api/v1/balance/derive/\u00e4", "X-Api-Key: @KEY@\r\n"),
                        "400"),
                new Row(
                        "a broken escape in the path",
                        get("/api/v1/balance/derive/%zz", "X-Api-Key: @KEY@\r\n"),
                        "400"),
                new Row("an escape cut off", get("/api/v1/balance/derive/a%4", "X-Api-Key: @KEY@\r\n"), "400"),
                new Row(
                        "an escape that is not UTF-8",
                        get("/api/v1/balance/derive/%c3%28", "X-Api-Key: @KEY@\r\n"),
                        "400"),
                new Row(
                        "a broken escape in the query",
                        get("/api/v1/balance/derive/a?limit=%zz", "X-Api-Key: @KEY@\r\n"),
                        "400"),
                new Row(
                        "a query that is not UTF-8",
                        get("/api/v1/balance/derive/a?limit=%ff", "X-Api-Key: @KEY@\r\n"),
                        "400"),
                new Row("a long request line", get("/" + "a".repeat(9_000), ""), "414"),
                new Row("huge headers", get("/healthz", "X-Big: " + "a".repeat(40_000) + "\r\n"), "400"),
                new Row("many headers", get("/healthz", "X-A: b\r\n".repeat(10_000)), "400"),
                new Row("two keys", get("/api/v1/balance/usage", "X-Api-Key: @KEY@\r\nX-Api-Key: @KEY@\r\n"), "401"),
                new Row("a request that breaks off in a header", "GET /healthz HTTP/1.1\r\nHost: x\r\nFoo", "400"),
                new Row("a body that breaks off", post("Content-Length: 100\r\n", "{\"cust"), "400"),
                new Row("a length in words", post("Content-Length: ten\r\n", GOOD), "400"),
                new Row("a negative length", post("Content-Length: -1\r\n", GOOD), "400"),
                new Row("two lengths", post(length(GOOD) + "Content-Length: 1\r\n", GOOD), "400"),
                new Row("a length and chunks", post(length(GOOD) + "Transfer-Encoding: chunked\r\n", GOOD), "400"),
                new Row(
                        "an unknown transfer encoding",
                        post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
                        "501"),
                new Row("good chunks", chunked(hex(GOOD) + ";ext=1\r\n" + GOOD + "\r\n0\r\nTrailer: x\r\n\r\n"), "201"),
                new Row("chunks of one byte", chunked(oneByteChunks(GOOD) + "0\r\n\r\n"), "201"),
                new Row("a chunk size in words", chunked("ten\r\n" + GOOD + "\r\n0\r\n\r\n"), "400"),
                new Row("a chunk size beyond numbers", chunked("fffffffff\r\n" + GOOD), "400"),
                new Row("a negative chunk", chunked("-1\r\n" + GOOD), "400"),
                new Row("a huge chunk", chunked("7fffffff\r\n" + GOOD), "413"),
                new Row("a chunk longer than it says", chunked("3\r\n" + GOOD + "\r\n0\r\n\r\n"), "400"),
                new Row("a chunk line without end", chunked("1;" + "x".repeat(100_000)), "400"),
                new Row(
                        "trailers without end",
                        chunked(hex(GOOD) + "\r\n" + GOOD + "\r\n0\r\n" + "A: b\r\n".repeat(100) + "\r\n"),
                        "400"),
                new Row("chunks that break off", chunked(hex(GOOD) + "\r\n{"), "400"),
                new Row(
                        "an Idempotency-Key with a space",
                        post(length(GOOD) + "Idempotency-Key: a b\r\n", GOOD),
                        "400"),
                new Row(
                        "a long Idempotency-Key",
                        post(length(GOOD) + "Idempotency-Key: " + "k".repeat(256) + "\r\n", GOOD),
                        "400"),
                new Row("a compressed body", post(length(GOOD) + "Content-Encoding: br\r\n", GOOD), "415"),
                new Row(
                        "two Content-Encodings",
                        post(length(GOOD) + "Content-Encoding: identity\r\nContent-Encoding: br\r\n", GOOD),
                        "400"),
                new Row(
                        "two Content-Types",
                        post(length(GOOD) + JSON_TYPE + "Content-Type: text/html\r\n", GOOD),
                        "400"),
                new Row("the same Content-Type twice", post(length(GOOD) + JSON_TYPE + JSON_TYPE, GOOD), "400"),
                new Row("one Content-Type", post(length(GOOD) + JSON_TYPE, GOOD), "201"),
                new Row("a body on GET", get("/healthz", "Content-Length: 5\r\n") + "hello", "200"),
                new Row("an absolute target", get("http://x/healthz", ""), "404"),
                new Row("asterisk", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "404"),
                new Row("CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", "404"),
                new Row(
                        "an upgrade",
                        get(
                                "/healthz",
                                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n"),
                        "200"));
    }

    private static String oneByteChunks(String body) {
        StringBuilder chunks = new StringBuilder();
        for (char c : body.toCharArray()) {
            chunks.append("1\r\n").append(c).append("\r\n");
        }
        return chunks.toString();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isAnsweredInOurOwnForm(Row row) throws IOException {
        String answer = server.raw(row.bytes().replace("@KEY@", server.key));
        assertThat(answer).startsWith("HTTP/1.1 " + row.statusLine()).contains("X-Request-Id: req_");
        assertThat(answer).contains("{\"success\":" + row.statusLine().startsWith("2"));
    }

    @Test
    void garbageAfterAGoodRequestDoesNotSpoilItsAnswer() throws IOException {
        String answer = server.raw(get("/healthz", "") + get("/healthz", "") + "\r\nGARBAGE\r\n\r\n");
        assertThat(answer.split("HTTP/1.1 200", -1)).hasSize(3);
        assertThat(answer).contains("HTTP/1.1 400");
    }

    @Test
    void whatFollowsAChunkedBodyIsNotTakenForARequest() throws IOException {
        String smuggled = chunked(hex(GOOD) + "\r\n" + GOOD + "\r\n0\r\n\r\n" + get("/healthz", ""));
        String answer = server.raw(smuggled.replace("@KEY@", server.key));
        assertThat(answer)
                .startsWith("HTTP/1.1 201")
                .contains("Connection: close")
                .doesNotContain("\"up\"");
    }

    @Test
    void aBodyTooLargeIsAnsweredSoThatTheClientSeesIt() throws IOException {
        String body = "x".repeat((1 << 20) + 1);
        String answer = server.raw(post(length(body), body).replace("@KEY@", server.key));
        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .contains("PAYLOAD_TOO_LARGE")
                .contains("\"limit\":1048576");
        String large = "x".repeat(9 << 20);
        String batch =
                post(length(large), large).replace("/delta ", "/delta/batch ").replace("@KEY@", server.key);
        assertThat(server.raw(batch)).startsWith("HTTP/1.1 413");
    }

    @Test
    void aBodyTooLargeInChunksIsCountedAsItComes() throws IOException {
        String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
        String answer = server.raw(chunked(chunk.repeat(17) + "0\r\n\r\n").replace("@KEY@", server.key));
        assertThat(answer).startsWith("HTTP/1.1 413");
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn() throws IOException {
        for (String framing : new String[] {length(GOOD), "Transfer-Encoding: chunked\r\n"}) {
            try (Socket socket = new Socket("127.0.0.1", server.port)) {
                socket.setSoTimeout(5_000);
                OutputStream out = socket.getOutputStream();
                out.write(ascii(post(framing + "Expect: 100-continue\r\nConnection: close\r\n", "")
                        .replace("@KEY@", server.key)));
                byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
                assertThat(new String(first, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100");
                out.write(ascii(framing.startsWith("Content") ? GOOD : hex(GOOD) + "\r\n" + GOOD + "\r\n0\r\n\r\n"));
                assertThat(TestServer.readAll(socket)).startsWith("HTTP/1.1 201");
            }
        }
    }

    @Test
    void aClientThatAsksFirstAndIsRefusedNeedNotSend() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(ascii(post("Content-Length: 100000000\r\nExpect: 100-continue\r\n", "")
                            .replace("@KEY@", server.key)));
            assertThat(TestServer.readAll(socket)).startsWith("HTTP/1.1 413");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static List<Row> slow() {
        return List.of(
                new Row("stops within the headers", "GET /healthz HTTP/1.1\r\nHost: x\r\nFoo: b", ""),
                new Row("stops within the body", post("Content-Length: 100\r\n", "{"), ""),
                new Row("stops within a chunk", chunked("ff\r\n{"), ""),
                new Row(
                        "stops before a refused body ends",
                        "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("slow")
    void aClientThatStopsSendingIsCutOff(Row row) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(ascii(row.bytes().replace("@KEY@", server.key)));
            // A read that ends, instead of running into the time limit above, is what is tested.
            TestServer.readAll(socket);
        }
    }

    @Test
    void aClientThatDripsIsCutOffThoughItNeverStops() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port)) {
            socket.getOutputStream().write(ascii(chunked("ffff\r\n").replace("@KEY@", server.key)));
            Thread drip = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        socket.getOutputStream().write(' ');
                        TimeUnit.MILLISECONDS.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    // Cut off, as wanted.
                }
            });
            drip.join(20_000);
            assertThat(drip.isAlive()).isFalse();
        }
    }

    @Test
    void aClientThatReadsNothingIsCutOffAndBlocksNobody() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port)) {
            byte[] requests = ascii(get("/metrics", "").repeat(100));
            Thread flood = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        socket.getOutputStream().write(requests);
                    }
                } catch (IOException e) {
                    // Cut off, as wanted.
                }
            });
            assertThat(server.get("/healthz").status()).isEqualTo(200);
            flood.join(20_000);
            assertThat(flood.isAlive()).isFalse();
        }
    }
}
