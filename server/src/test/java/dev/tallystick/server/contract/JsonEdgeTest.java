package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.sequencer.PlaneName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * JSON at its edges, over HTTP: whatever is sent gets the right status and code, what is refused stores nothing, what
 * is taken comes back exactly. The random tests print their seed; -Dedge.seed=... repeats them.
 */
class JsonEdgeTest {
    private static final String DELTA = "/api/v1/balance/delta";
    private static final String BATCH = "/api/v1/balance/delta/batch";
    private static final String COMPARE = "/api/v1/balance/compare";
    private static final String GOOD = "{\"customerId\":\"acme\",\"delta\":-1,\"reason\":\"usage\"}";
    private static final int ROUNDS = 400;

    private static final BigDecimal DELTA_MAX = new BigDecimal("1000000000");

    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = new TestServer(folder);
        // For the comparisons, a customer without a record in their scope.
        assertThat(server.post(DELTA, GOOD).statusCode()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Random random(String test) {
        long seed = Long.getLong("edge.seed", System.nanoTime());
        System.out.println(test + ": -Dedge.seed=" + seed);
        return new Random(seed);
    }

    private static String withDelta(String delta) {
        return GOOD.replace("-1", delta);
    }

    @ParameterizedTest(name = "{0} is recorded as {1}")
    @CsvSource({
        "-42.50, -42.5",
        "1e2, 100",
        "1E+2, 100",
        "1.5e-3, 0.0015",
        "-1e-18, -0.000000000000000001",
        "1e9, 1000000000",
        "-1000000000, -1000000000",
        "0.1, 0.1",
        "999999999.999999999999999999, 999999999.999999999999999999",
        "1.000000000000000000000000, 1",
        "10e-1, 1",
        "\"-42.50\", -42.5",
        "\"1e2\", 100",
    })
    void anAmountIsTakenExactly(String sent, String recorded) {
        HttpResponse<String> reply = server.post(DELTA, withDelta(sent));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        assertThat(reply.body()).contains("\"delta\":" + recorded + ",");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "0, VALIDATION_ERROR",
        "-0, VALIDATION_ERROR",
        "-0.0e5, VALIDATION_ERROR",
        "0e999999999, VALIDATION_ERROR",
        "1e-19, VALIDATION_ERROR",
        "1.0000000000000000001, VALIDATION_ERROR",
        "1e37, VALIDATION_ERROR",
        "1e38, VALIDATION_ERROR",
        "1000000000.000000000000000001, VALIDATION_ERROR",
        "-1000000000.1, VALIDATION_ERROR",
        "12345678901234567890123456789012345678, VALIDATION_ERROR",
        "1e399, VALIDATION_ERROR",
        "1e400, MALFORMED_JSON",
        "1e-400, MALFORMED_JSON",
        "1e999999999999999999999, MALFORMED_JSON",
        "01, MALFORMED_JSON",
        "+1, MALFORMED_JSON",
        ".5, MALFORMED_JSON",
        "5., MALFORMED_JSON",
        "1e, MALFORMED_JSON",
        "--1, MALFORMED_JSON",
        "0x10, MALFORMED_JSON",
        "NaN, MALFORMED_JSON",
        "Infinity, MALFORMED_JSON",
        "\"\", VALIDATION_ERROR",
        "\" 1\", VALIDATION_ERROR",
        "\"+1\", VALIDATION_ERROR",
        "\"1e-19\", VALIDATION_ERROR",
        "\"1e999999999\", VALIDATION_ERROR",
        "\"NaN\", VALIDATION_ERROR",
        "\"\\u0661\", VALIDATION_ERROR",
    })
    void anAmountThatIsNoneIsRefused(String sent, String code) {
        refused(400, code, DELTA, withDelta(sent));
    }

    /** Every decimal that keeps to the rules comes back as the same number; every other is refused. */
    @Test
    void randomNumbersAreTakenExactlyOrRefused() {
        Random random = random("randomNumbersAreTakenExactlyOrRefused");
        for (int i = 0; i < ROUNDS; i++) {
            String text = number(random);
            BigDecimal value = new BigDecimal(text);
            BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
            boolean good =
                    plain.signum() != 0 && plain.scale() <= 18 && plain.abs().compareTo(DELTA_MAX) <= 0;
            long events = events();
            HttpResponse<String> reply = server.post(DELTA, withDelta(random.nextBoolean() ? text : '"' + text + '"'));
            assertThat(reply.statusCode()).as(text + " -> " + reply.body()).isEqualTo(good ? 201 : 400);
            assertThat(events()).as(text).isEqualTo(events + (good ? 1 : 0));
            if (good) {
                assertThat(reply.body()).contains("\"delta\":" + plain.toPlainString() + ",");
            }
        }
    }

    /** Claims may have all 38 digits; sums of them are exact too. */
    @Test
    void randomClaimsOf38DigitsComeBackExactly() {
        Random random = random("randomClaimsOf38DigitsComeBackExactly");
        for (int i = 0; i < ROUNDS; i++) {
            BigDecimal yours = new BigDecimal(new BigInteger(126, random), random.nextInt(19));
            BigDecimal starting = new BigDecimal(new BigInteger(60, random).negate(), random.nextInt(19));
            boolean good = plain(yours).precision() <= 38;
            HttpResponse<String> reply = server.post(
                    COMPARE,
                    "{\"customerId\":\"acme\",\"period\":\"2020-01\",\"theirBalance\":0,\"yourBalance\":" + yours
                            + ",\"startingBalance\":\"" + starting + "\"}");
            assertThat(reply.statusCode()).as(yours + " -> " + reply.body()).isEqualTo(good ? 201 : 400);
            if (good) {
                assertThat(reply.body())
                        .contains("\"neutralBalance\":" + plain(starting).toPlainString() + ",")
                        .contains("\"claimed\":" + plain(yours).toPlainString() + ",\"difference\":"
                                + plain(yours.subtract(starting)).toPlainString() + "}");
            }
        }
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static String number(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
        text.append(random.nextInt(4) == 0 ? "0" : digits(random, 1 + random.nextInt(12)));
        if (random.nextBoolean()) {
            text.append('.');
            for (int i = 1 + random.nextInt(21); i > 0; i--) {
                text.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
            }
        }
        if (random.nextInt(3) == 0) {
            text.append(random.nextBoolean() ? 'e' : 'E')
                    .append(List.of("", "+", "-").get(random.nextInt(3)));
            text.append(random.nextInt(random.nextBoolean() ? 12 : 45));
        }
        return text.toString();
    }

    private static String digits(Random random, int count) {
        return new BigInteger(count * 4, random).add(BigInteger.ONE).toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void aBodyThatIsNoJsonIsRefused(String what, String body) {
        for (String path : List.of(DELTA, BATCH, COMPARE)) {
            refused(400, "MALFORMED_JSON", path, body);
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("white space", " \n\t"),
                Arguments.of("a name twice", "{\"customerId\":\"a\",\"customerId\":\"a\"}"),
                Arguments.of("a name twice, once escaped", "{\"delta\":1,\"d\\u0065lta\":1}"),
                Arguments.of("a name twice deep inside", "{\"metadata\":{\"a\":[{\"b\":1,\"b\":1}]}}"),
                Arguments.of("33 levels", "{\"metadata\":" + "[".repeat(32) + "]".repeat(32) + "}"),
                Arguments.of("100,000 levels", "[".repeat(100_000)),
                Arguments.of("an unfinished object", "{\"customerId\":\"a\""),
                Arguments.of("a comma too many", "{\"customerId\":\"a\",}"),
                Arguments.of("something behind it", GOOD + GOOD),
                Arguments.of("a comment", "{/* */}"),
                Arguments.of("single quotes", "{'delta':1}"),
                Arguments.of("a raw line break in a string", "{\"reason\":\"a\nb\"}"),
                Arguments.of("half a surrogate pair", "{\"reason\":\"\\ud83d\"}"),
                Arguments.of("an unknown escape", "{\"reason\":\"\\x41\"}"),
                Arguments.of("a byte order mark", "\ufeff" + GOOD));
    }

    @ParameterizedTest(name = "bytes {0}")
    @CsvSource({"ff", "c0 af", "e0 80 af", "ed a0 80", "f4 90 80 80", "f8 88 80 80 80", "c3", "80"})
    void bytesThatAreNotUtf8AreRefused(String hex) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("{\"customerId\":\"acme\",\"delta\":1,\"reason\":\"x".getBytes(StandardCharsets.US_ASCII));
        for (String octet : hex.split(" ", -1)) {
            body.write(Integer.parseInt(octet, 16));
        }
        body.write("\"}".getBytes(StandardCharsets.US_ASCII));
        long events = events();
        HttpResponse<String> reply = server.send(server.request(DELTA)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build());
        assertThat(code(reply)).isEqualTo("400 MALFORMED_JSON");
        assertThat(events()).isEqualTo(events);
    }

    /** What each field of a delta takes; every other type is refused with the field's name. */
    private static final Map<String, List<String>> FIELDS = Map.of(
            "customerId", List.of("string"),
            "delta", List.of("number", "string"),
            "reason", List.of("string"),
            "referenceId", List.of("string", "null"),
            "metadata", List.of("object", "null"),
            "adjusts", List.of("object", "null"),
            "occurredAt", List.of("string", "null"));

    private static final Map<String, String> VALUES = Map.of(
            "string",
            "\"x y\"",
            "number",
            "5",
            "boolean",
            "true",
            "null",
            "null",
            "array",
            "[]",
            "object",
            "{\"a\":1}");

    @Test
    void everyWrongTypeOfEveryFieldIsRefusedByItsName() {
        Map<String, String> good = Map.of("customerId", "\"acme\"", "delta", "1", "reason", "\"usage\"");
        for (Map.Entry<String, List<String>> field : FIELDS.entrySet()) {
            for (Map.Entry<String, String> value : VALUES.entrySet()) {
                if (field.getValue().contains(value.getKey())) {
                    continue;
                }
                StringBuilder body = new StringBuilder("{\"" + field.getKey() + "\":" + value.getValue());
                good.forEach(
                        (name, text) -> body.append(name.equals(field.getKey()) ? "" : ",\"" + name + "\":" + text));
                String item = body.append('}').toString();
                String reply = refused(400, "VALIDATION_ERROR", DELTA, item);
                assertThat(Json.parse(reply).at("/error/field").asString())
                        .as(item)
                        .isEqualTo(field.getKey());
                String both = "{\"atomic\":true,\"deltas\":[" + GOOD + "," + item + "]}";
                String atomic = refused(400, "VALIDATION_ERROR", BATCH, both);
                assertThat(Json.parse(atomic).at("/error/index").asInt(-1)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrongRequests")
    void aRequestThatBreaksARuleIsRefused(String path, String body, String field) {
        String reply = refused(400, "VALIDATION_ERROR", path, body);
        assertThat(Json.parse(reply).at("/error/field").asString()).isEqualTo(field);
    }

    static Stream<Arguments> wrongRequests() {
        String claims = "{\"customerId\":\"acme\",\"yourBalance\":1,\"theirBalance\":1";
        return Stream.of(
                Arguments.of(DELTA, GOOD.replace("}", ",\"amount\":1}"), "amount"),
                Arguments.of(DELTA, GOOD.replace("}", ",\"\":1}"), ""),
                Arguments.of(DELTA, "{}", "customerId"),
                Arguments.of(DELTA, "[]", "body"),
                Arguments.of(DELTA, "null", "body"),
                Arguments.of(DELTA, "\"x\"", "body"),
                Arguments.of(DELTA, GOOD.replace("acme", "a b"), "customerId"),
                Arguments.of(DELTA, GOOD.replace("acme", ""), "customerId"),
                Arguments.of(DELTA, GOOD.replace("acme", "x".repeat(129)), "customerId"),
                Arguments.of(DELTA, GOOD.replace("acme", "\u00e4"), "customerId"),
                Arguments.of(DELTA, GOOD.replace("usage", ""), "reason"),
                Arguments.of(DELTA, GOOD.replace("usage", "x".repeat(501)), "reason"),
                Arguments.of(DELTA, GOOD.replace("}", ",\"referenceId\":\"" + "x".repeat(256) + "\"}"), "referenceId"),
                Arguments.of(
                        DELTA, GOOD.replace("}", ",\"metadata\":{\"a\":\"" + "x".repeat(16_384) + "\"}}"), "metadata"),
                Arguments.of(DELTA, GOOD.replace("}", ",\"adjusts\":{}}"), "adjusts"),
                Arguments.of(
                        DELTA,
                        GOOD.replace("}", ",\"adjusts\":{\"recordId\":\"a\",\"referenceId\":\"b\"}}"),
                        "adjusts"),
                Arguments.of(DELTA, GOOD.replace("}", ",\"occurredAt\":\"2999-01-01\"}"), "occurredAt"),
                Arguments.of(DELTA, GOOD.replace("}", ",\"occurredAt\":\"2026-02-30\"}"), "occurredAt"),
                Arguments.of(BATCH, "{}", "deltas"),
                Arguments.of(BATCH, "{\"deltas\":{}}", "deltas"),
                Arguments.of(BATCH, "{\"deltas\":[]}", "deltas"),
                Arguments.of(BATCH, "{\"deltas\":[" + "1,".repeat(1_000) + "1]}", "deltas"),
                Arguments.of(BATCH, "{\"deltas\":[" + GOOD + "],\"atomic\":\"yes\"}", "atomic"),
                Arguments.of(BATCH, "{\"deltas\":[" + GOOD + "],\"Atomic\":true}", "Atomic"),
                Arguments.of(COMPARE, claims + ",\"granularity\":\"hour\"}", "granularity"),
                Arguments.of(COMPARE, claims + ",\"tolerance\":-1}", "tolerance"),
                Arguments.of(COMPARE, claims + ",\"period\":202601}", "period"),
                Arguments.of(COMPARE, claims + ",\"startDate\":\"2026-01-01\"}", "endDate"),
                Arguments.of(COMPARE, claims + ",\"yourBalance2\":1}", "yourBalance2"));
    }

    /** Letters beyond ASCII count once each, whatever their bytes. */
    @Test
    void whatJustFitsIsTaken() {
        for (String body : List.of(
                GOOD.replace("acme", "x".repeat(128)),
                GOOD.replace("usage", "\ud83d\ude00".repeat(500)),
                GOOD.replace("}", ",\"referenceId\":\"" + "\u00e4".repeat(255) + "\"}"),
                GOOD.replace("}", ",\"metadata\":{\"a\":\"" + "x".repeat(16_384 - 8) + "\"}}"),
                GOOD.replace("}", ",\"metadata\":" + "{\"a\":".repeat(30) + "{}" + "}".repeat(31)),
                " \r\n\t" + GOOD + " \n")) {
            HttpResponse<String> reply = server.post(DELTA, body);
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        }
    }

    @Test
    void hugeBodiesAreRefusedAndTheServerGoesOn() {
        String huge = " ".repeat(9 << 20);
        refused(413, "PAYLOAD_TOO_LARGE", DELTA, huge);
        refused(413, "PAYLOAD_TOO_LARGE", BATCH, huge);
        refused(413, "PAYLOAD_TOO_LARGE", COMPARE, huge);
        String chunked = "x".repeat(2 << 20);
        HttpResponse<String> reply = server.send(server.request(DELTA)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(chunked)))
                .build());
        assertThat(code(reply)).isEqualTo("413 PAYLOAD_TOO_LARGE");
        assertThat(server.post(DELTA, GOOD).statusCode()).isEqualTo(201);
    }

    /** Any change of a byte of a good request is refused or stored, but never an error of the server. */
    @Test
    void randomDamageNeverYieldsAServerError() {
        Random random = random("randomDamageNeverYieldsAServerError");
        byte[] whole = ("{\"deltas\":[" + GOOD.replace("}", ",\"metadata\":{\"k\":[1.5e3,\"\\u00e4\",null,true]}}")
                        + "," + GOOD + "]}")
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = java.util.Arrays.copyOf(
                    whole, random.nextInt(8) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int changes = random.nextInt(4); changes >= 0 && body.length > 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            long events = events();
            HttpResponse<String> reply = server.send(
                    server.request(BATCH).POST(BodyPublishers.ofByteArray(body)).build());
            String story = new String(body, StandardCharsets.ISO_8859_1) + " -> " + reply.body();
            assertThat(reply.statusCode()).as(story).isIn(201, 400);
            int stored = reply.statusCode() == 201
                    ? Json.parse(reply.body()).at("/data/totalQueued").asInt()
                    : 0;
            assertThat(events() - events).as(story).isEqualTo(stored);
        }
    }

    private static String refused(int status, String code, String path, String body) {
        long events = events();
        HttpResponse<String> reply = server.post(path, body);
        assertThat(code(reply)).as(reply.body()).isEqualTo(status + " " + code);
        assertThat(events()).as("events stored by a refused request").isEqualTo(events);
        return reply.body();
    }

    private static String code(HttpResponse<String> reply) {
        return reply.statusCode() + " " + Json.parse(reply.body()).path("code").asString("");
    }

    private static long events() {
        return server.events(PlaneName.SANDBOX);
    }
}
