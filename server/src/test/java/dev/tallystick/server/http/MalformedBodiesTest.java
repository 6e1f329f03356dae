package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.server.http.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients send by mistake or malice is answered with a sentence, never with a failure. */
class MalformedBodiesTest {
    private static final String DELTA = "/api/v1/balance/delta";
    private static TestServer server;

    record Row(String why, String body, int status, String code, String field) {
        @Override
        public String toString() {
            return why + " -> " + status + " " + code + " " + field;
        }
    }

    @BeforeAll
    static void start() {
        server = new TestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Row json(String why, String body) {
        return new Row(why, body, 400, "MALFORMED_JSON", "");
    }

    private static Row field(String why, String field, String body) {
        return new Row(why, body, 400, "VALIDATION_ERROR", field);
    }

    private static String with(String more) {
        return TestServer.delta("c", "1", more);
    }

    static List<Row> rows() {
        return List.of(
                json("nothing", ""),
                json("a brace", "{"),
                json("two values", "{}{}"),
                json("a comment", "{/*x*/}"),
                json("a trailing comma", "{\"a\":1,}"),
                json("a duplicate key", "{\"delta\":1,\"delta\":1}"),
                json("a duplicate key, escaped", "{\"delta\":1,\"d\\u0065lta\":1}"),
                json("a lone surrogate", "{\"reason\":\"\\ud800\"}"),
                json("33 levels", "[".repeat(33) + "]".repeat(33)),
                json("a million levels", "[".repeat(1_000_000)),
                json("NaN", "{\"delta\":NaN}"),
                json("a leading zero", "{\"delta\":01}"),
                json("a plus", "{\"delta\":+1}"),
                json("a huge exponent", "{\"delta\":1e999999999}"),
                json("a tiny exponent", "{\"delta\":1e-999999999}"),
                json("a long number", "{\"delta\":" + "9".repeat(100_000) + "}"),
                json("a control character", "{\"reason\":\"\u0001\"}"),
                field("a list", "body", "[]"),
                field("a string", "body", "\"x\""),
                field("null", "body", "null"),
                field("an unknown field", "amount", with(",\"amount\":1")),
                field("no customer", "customerId", "{\"delta\":1,\"reason\":\"r\"}"),
                field("an empty customer", "customerId", TestServer.delta("", "1", "")),
                field("a customer with a space", "customerId", TestServer.delta("a b", "1", "")),
                field("a customer in Greek", "customerId", TestServer.delta("πελάτης", "1", "")),
                field("a customer of 129 characters", "customerId", TestServer.delta("c".repeat(129), "1", "")),
                field("a customer that is a number", "customerId", "{\"customerId\":1}"),
                field("no delta", "delta", "{\"customerId\":\"c\",\"reason\":\"r\"}"),
                field("zero", "delta", TestServer.delta("c", "0", "")),
                field("minus zero", "delta", TestServer.delta("c", "-0.0", "")),
                field("a billion and a bit", "delta", TestServer.delta("c", "1000000000.000000000000000001", "")),
                field("below minus a billion", "delta", TestServer.delta("c", "-1000000001", "")),
                field("19 decimals", "delta", TestServer.delta("c", "1e-19", "")),
                field("39 digits", "delta", TestServer.delta("c", "1" + "0".repeat(38), "")),
                field("a word", "delta", TestServer.delta("c", "\"ten\"", "")),
                field("an empty string", "delta", TestServer.delta("c", "\"\"", "")),
                field("a long string", "delta", TestServer.delta("c", "\"" + "1".repeat(10_000) + "\"", "")),
                field("a boolean", "delta", TestServer.delta("c", "true", "")),
                field("no reason", "reason", "{\"customerId\":\"c\",\"delta\":1}"),
                field("an empty reason", "reason", "{\"customerId\":\"c\",\"delta\":1,\"reason\":\"\"}"),
                field(
                        "a long reason",
                        "reason",
                        "{\"customerId\":\"c\",\"delta\":1,\"reason\":\"" + "é".repeat(501) + "\"}"),
                field("an empty reference", "referenceId", with(",\"referenceId\":\"\"")),
                field("a long reference", "referenceId", with(",\"referenceId\":\"" + "r".repeat(256) + "\"")),
                field("metadata in a list", "metadata", with(",\"metadata\":[]")),
                field("much metadata", "metadata", with(",\"metadata\":{\"a\":\"" + "x".repeat(16_384) + "\"}")),
                field("metadata that swells", "metadata", with(",\"metadata\":{\"a\":[" + "1e300,".repeat(60) + "1]}")),
                field("adjusts nothing", "adjusts", with(",\"adjusts\":{}")),
                field(
                        "adjusts two ways",
                        "adjusts",
                        with(",\"adjusts\":{\"recordId\":\"r_0000000001\",\"referenceId\":\"x\"}")),
                field("adjusts otherwise", "adjusts", with(",\"adjusts\":{\"sequence\":1}")),
                field("adjusts a string", "adjusts", with(",\"adjusts\":\"r_0000000001\"")),
                field("no time", "occurredAt", with(",\"occurredAt\":\"yesterday\"")),
                field("a time without offset", "occurredAt", with(",\"occurredAt\":\"2026-01-01T00:00:00\"")),
                field("a time to come", "occurredAt", with(",\"occurredAt\":\"2026-02-02T02:45:01Z\"")),
                field("a time beyond time", "occurredAt", with(",\"occurredAt\":\"+999999999-12-31T23:59:59Z\"")));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void areRefusedByName(Row row) {
        Answer answer = server.post(DELTA, row.body());
        assertThat(answer.status()).as(answer.body()).isEqualTo(row.status());
        assertThat(answer.code()).isEqualTo(row.code());
        if (!row.field().isEmpty()) {
            JsonObject error = (JsonObject) answer.json().get("error");
            assertThat(error.get("field")).isEqualTo(new JsonString(row.field()));
        }
    }

    @Test
    void theEdgesOfTheRulesAreInside() {
        for (String body : List.of(
                TestServer.delta("c".repeat(128), "1000000000", ""),
                TestServer.delta("Az09_.:-", "-1e9", ""),
                TestServer.delta("c", "0.000000000000000001", ""),
                "{\"customerId\":\"c\",\"delta\":1,\"reason\":\"" + "😀".repeat(500) + "\"}",
                with(",\"referenceId\":\"" + "r".repeat(255) + "\""),
                with(",\"metadata\":{\"a\":\"" + "x".repeat(16_384 - 8) + "\"}"),
                with(",\"occurredAt\":\"2026-02-02T02:45:00Z\""),
                with(",\"occurredAt\":\"1970-01-01\""))) {
            assertThat(server.post(DELTA, body).status()).as(body).isEqualTo(201);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] body =
                TestServer.delta("c", "1", "").replace("usage", "us\u00ffage").getBytes(StandardCharsets.ISO_8859_1);
        Answer answer = server.send(
                server.request(DELTA).POST(BodyPublishers.ofByteArray(body)).build());
        assertThat(answer.code()).isEqualTo("MALFORMED_JSON");
    }

    @Test
    void mediaTypes() {
        for (String good :
                List.of("application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\"")) {
            assertThat(typed(good, null)).isEqualTo(201);
        }
        for (String bad : List.of("text/plain", "application/json; charset=latin1", "application/jsonx", ";", "*/*")) {
            assertThat(typed(bad, null)).as(bad).isEqualTo(415);
        }
        assertThat(typed(null, null)).isEqualTo(201);
        assertThat(typed("application/json", "identity")).isEqualTo(201);
        assertThat(typed("application/json", "gzip")).isEqualTo(415);
    }

    private static int typed(String type, String encoding) {
        var request = server.request(DELTA).POST(BodyPublishers.ofString(TestServer.delta("t", "1", "")));
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (encoding != null) {
            request.header("Content-Encoding", encoding);
        }
        return server.send(request.build()).status();
    }

    @Test
    void oneByteChangedAnywhereNeverMakesTheServerFail() {
        byte[] good = TestServer.delta("c", "-42.5", ",\"metadata\":{\"a\":[1,2]},\"occurredAt\":\"2026-01-01\"")
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(20260201);
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] = (byte) random.nextInt(256);
            Answer answer = server.send(server.request(DELTA)
                    .POST(BodyPublishers.ofByteArray(changed))
                    .build());
            assertThat(answer.status())
                    .as(new String(changed, StandardCharsets.ISO_8859_1))
                    .isIn(201, 400);
        }
    }
}
