package dev.tallystick.simulator.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tallystick.proof.amount.Amount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop is worth what its verifier notices: a server that lies in each of the ways it exists to find. */
class VerifierTest {
    private static final Row FIRST = row(1, "a-1", "5", "5");
    private static final Row SECOND = row(2, "a-2", "-2", "3");

    private HttpServer server;
    private volatile List<Row> history = List.of();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/api/v1/balance/derive/", exchange -> reply(exchange, 200, "{\"deltas\":" + json() + "}"));
        server.createContext("/api/v1/balance/gaps/", exchange -> reply(exchange, 200, "{\"contiguous\":true}"));
        server.createContext("/api/v1/balance/delta/", exchange -> reply(exchange, 200, json(FIRST, false)));
        server.createContext("/api/v1/balance/delta", exchange -> reply(exchange, 201, json(FIRST, true)));
        server.createContext(
                "/api/v1/balance/delta/batch",
                exchange ->
                        reply(exchange, 201, "{\"results\":[" + json(FIRST, true) + "," + json(SECOND, true) + "]}"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aTruthfulServerPasses() throws IOException {
        history = List.of(FIRST, SECOND);
        assertThat(verify(acknowledged(FIRST, SECOND))).isEqualTo(2);
    }

    @Test
    void aLostRecordIsNoticed() {
        history = List.of(FIRST);
        assertThatThrownBy(() -> verify(acknowledged(FIRST, SECOND)))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("a-2");
    }

    @Test
    void aRecordStoredTwiceIsNoticed() {
        history = List.of(FIRST, row(2, "a-1", "5", "10"));
        assertThatThrownBy(() -> verify(acknowledged(FIRST)))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("one record of a-1");
    }

    @Test
    void aWrongRunningBalanceIsNoticed() {
        history = List.of(FIRST, row(2, "a-2", "-2", "4"));
        assertThatThrownBy(() -> verify(unanswered(FIRST, SECOND)))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("running balance 3");
    }

    @Test
    void aMissingSequenceIsNoticed() {
        history = List.of(FIRST, row(3, "a-2", "-2", "3"));
        assertThatThrownBy(() -> verify(unanswered(FIRST, SECOND)))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("record 2 of");
    }

    @Test
    void halfOfAnUnansweredBatchIsNoticed() {
        history = List.of(FIRST);
        assertThatThrownBy(() -> verify(unanswered(FIRST, SECOND)))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("all or nothing");
    }

    @Test
    void aRecordNobodySentIsNoticed() {
        history = List.of(FIRST, SECOND);
        assertThatThrownBy(() -> verify(acknowledged(FIRST)))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("nobody sent");
    }

    private long verify(Request request) throws IOException {
        try (Api api = new Api(server.getAddress().getPort(), "")) {
            return new Verifier(api).verify(List.of("acme"), List.of(request));
        }
    }

    private static Request unanswered(Row... rows) {
        List<Item> items = java.util.stream.Stream.of(rows)
                .map(row -> new Item(row.customerId(), row.referenceId(), row.delta()))
                .toList();
        return new Request(items, items.size() > 1, null);
    }

    private static Request acknowledged(Row... rows) {
        Request request = unanswered(rows);
        request.acknowledged(List.of(rows), new byte[0]);
        return request;
    }

    private static Row row(long sequence, String reference, String delta, String balance) {
        return new Row(
                "r_000000000" + sequence,
                "acme",
                reference,
                sequence,
                Amount.parse(delta),
                Amount.parse(balance),
                "0x" + sequence,
                false);
    }

    private String json() {
        StringBuilder out = new StringBuilder("[");
        for (Row row : history) {
            out.append(out.length() > 1 ? "," : "").append(json(row, false));
        }
        return out.append("]").toString();
    }

    private static String json(Row row, boolean repeated) {
        Map<String, String> texts = Map.of(
                "recordId", row.recordId(),
                "customerId", row.customerId(),
                "referenceId", row.referenceId(),
                "sequenceNumber", Long.toString(row.sequence()),
                "proofHash", row.proofHash());
        StringBuilder out = new StringBuilder("{");
        texts.forEach((name, text) ->
                out.append('"').append(name).append("\":\"").append(text).append("\","));
        return out + "\"delta\":" + row.delta() + ",\"balance\":" + row.balance() + ",\"idempotent\":" + repeated + "}";
    }

    private static void reply(com.sun.net.httpserver.HttpExchange exchange, int status, String data)
            throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = ("{\"success\":true,\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
