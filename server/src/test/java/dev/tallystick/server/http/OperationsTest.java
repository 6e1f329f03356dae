package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.server.http.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation with a request that works and requests that do not, and what each is answered. */
class OperationsTest {
    private static final String API = "/api/v1/balance";
    private static TestServer server;

    record Row(String why, String method, String path, String body, int status, String code) {
        @Override
        public String toString() {
            return method + " " + path + " " + (body.length() > 80 ? body.substring(0, 80) + "..." : body) + " -> "
                    + status + " " + code + ": " + why;
        }
    }

    @BeforeAll
    static void start() {
        server = new TestServer();
        server.post(API + "/delta", TestServer.delta("acme", "-100", ",\"referenceId\":\"day-1\""));
        server.post(API + "/delta", TestServer.delta("acme", "-250", ",\"referenceId\":\"day-2\""));
        server.post(API + "/delta", TestServer.delta("acme", "-150.50", ",\"referenceId\":\"day-3\""));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Row get(String why, String path, int status, String code) {
        return new Row(why, "GET", path, "", status, code);
    }

    private static Row post(String why, String path, String body, int status, String code) {
        return new Row(why, "POST", path, body, status, code);
    }

    static List<Row> reads() {
        return List.of(
                get("a hint for people", "/", 200, ""),
                get("alive", "/healthz", 200, ""),
                get("takes writes", "/readyz", 200, ""),
                get("metrics", "/metrics", 200, ""),
                get("a record", API + "/delta/r_0000000004", 200, ""),
                get("a proof is for later", API + "/delta/r_0000000004?proof=true", 400, "VALIDATION_ERROR"),
                get("an administrative event is no record", API + "/delta/r_0000000000", 404, "RECORD_NOT_FOUND"),
                get("no such record", API + "/delta/r_9999999999", 404, "RECORD_NOT_FOUND"),
                get("not the form of an id", API + "/delta/4", 404, "RECORD_NOT_FOUND"),
                get("an id with an overflow", API + "/delta/r_99999999999999999999999", 404, "RECORD_NOT_FOUND"),
                get("derive", API + "/derive/acme", 200, ""),
                get("unknown parameters are ignored", API + "/derive/acme?colour=red", 200, ""),
                get("a month", API + "/derive/acme?period=2026-02&granularity=day", 200, ""),
                get("weeks", API + "/derive/acme?granularity=week&limit=1&offset=1", 200, ""),
                get("a window", API + "/derive/acme?startDate=2026-01-01&endDate=2027-01-01", 200, ""),
                get(
                        "an unescaped plus",
                        API + "/derive/acme?startDate=2026-01-01T00:00:00+02:00&endDate=2026-03-01",
                        200,
                        ""),
                get("a future end", API + "/derive/acme?startDate=2026-01-01&endDate=2027-12-01", 200, ""),
                get(
                        "two modes",
                        API + "/derive/acme?period=2026-02&startDate=2026-01-01",
                        400,
                        "INVALID_SCOPE_COMBINATION"),
                get("half a window", API + "/derive/acme?startDate=2026-01-01", 400, "VALIDATION_ERROR"),
                get("backwards", API + "/derive/acme?startDate=2026-02-01&endDate=2026-01-01", 400, "VALIDATION_ERROR"),
                get("too wide", API + "/derive/acme?startDate=2020-01-01&endDate=2026-01-01", 400, "SCOPE_TOO_WIDE"),
                get("no month", API + "/derive/acme?period=2026-13", 400, "VALIDATION_ERROR"),
                get("the last month of time", API + "/derive/acme?period=9999-12", 400, "VALIDATION_ERROR"),
                get("another time basis", API + "/derive/acme?timeBasis=now", 400, "VALIDATION_ERROR"),
                get("no granularity", API + "/derive/acme?granularity=hour", 400, "VALIDATION_ERROR"),
                get("checkpoints are for later", API + "/derive/acme?startingCheckpoint=0x1", 400, "VALIDATION_ERROR"),
                get("limit 0", API + "/derive/acme?limit=0", 400, "VALIDATION_ERROR"),
                get("limit 1001", API + "/derive/acme?limit=1001", 400, "VALIDATION_ERROR"),
                get("limit as hex", API + "/derive/acme?limit=0x10", 400, "VALIDATION_ERROR"),
                get("limit with a sign", API + "/derive/acme?limit=%2B1", 400, "VALIDATION_ERROR"),
                get("limit too long", API + "/derive/acme?limit=99999999999999999999", 400, "VALIDATION_ERROR"),
                get("negative offset", API + "/derive/acme?offset=-1", 400, "VALIDATION_ERROR"),
                get("offset past the end", API + "/derive/acme?offset=1000000000000", 200, ""),
                get("given twice", API + "/derive/acme?limit=1&limit=1", 400, "VALIDATION_ERROR"),
                get("starting balance", API + "/derive/acme?startingBalance=1e3", 200, ""),
                get("starting balance in words", API + "/derive/acme?startingBalance=ten", 400, "VALIDATION_ERROR"),
                get("amounts as strings", API + "/derive/acme?amounts=string", 200, ""),
                get("amounts as what", API + "/derive/acme?amounts=words", 400, "VALIDATION_ERROR"),
                get("unknown customer", API + "/derive/nobody", 404, "CUSTOMER_NOT_FOUND"),
                get("no customer id at all", API + "/derive/", 404, "NOT_FOUND"),
                get("an id that can be none", API + "/derive/a%20b", 404, "CUSTOMER_NOT_FOUND"),
                get("a slash in an id", API + "/derive/a%2Fb", 404, "CUSTOMER_NOT_FOUND"),
                get("not UTF-8", API + "/derive/%ff", 400, "VALIDATION_ERROR"),
                get("gaps", API + "/gaps/acme", 200, ""),
                get("gaps within", API + "/gaps/acme?fromSequence=2&toSequence=3&limit=1", 200, ""),
                get("gaps beyond", API + "/gaps/acme?fromSequence=200", 200, ""),
                get("gaps backwards", API + "/gaps/acme?fromSequence=3&toSequence=2", 400, "VALIDATION_ERROR"),
                get("sequence 0", API + "/gaps/acme?fromSequence=0", 400, "VALIDATION_ERROR"),
                get("gaps of nobody", API + "/gaps/nobody", 404, "CUSTOMER_NOT_FOUND"),
                get("usage", API + "/usage", 200, ""),
                get("limits", API + "/limits", 200, ""),
                get("customers", API + "/customers?search=AC&period=2026-02", 200, ""),
                get("page far away", API + "/customers?page=1000000000&limit=100", 200, ""),
                get("too many", API + "/customers?limit=101", 400, "VALIDATION_ERROR"),
                get("bad month", API + "/customers?period=2026-2", 400, "VALIDATION_ERROR"),
                get("summary", API + "/customers/summary", 200, ""),
                get("customer", API + "/customers/acme?deltaPage=1&deltaLimit=2", 200, ""),
                get("customer's far page", API + "/customers/acme?deltaPage=1000000000&deltaLimit=1000", 200, ""),
                get("no customer", API + "/customers/nobody", 404, "CUSTOMER_NOT_FOUND"),
                get("no route", API + "/nothing", 404, "NOT_FOUND"),
                get("a route too deep", API + "/derive/acme/x", 404, "NOT_FOUND"),
                get("GET where POST is", API + "/delta", 405, "METHOD_NOT_ALLOWED"),
                new Row("POST where GET is", "POST", API + "/usage", "{}", 405, "METHOD_NOT_ALLOWED"),
                new Row("a method unheard of", "BREW", API + "/usage", "", 405, "METHOD_NOT_ALLOWED"));
    }

    static List<Row> writes() {
        String compare = "{\"customerId\":\"acme\",\"yourBalance\":-500.5,\"theirBalance\":-500,\"startingBalance\":0";
        return List.of(
                post("a delta", API + "/delta", TestServer.delta("c", "1", ""), 201, ""),
                post("a delta as a string", API + "/delta", TestServer.delta("c", "\"1.5\"", ""), 201, ""),
                post("Python's exponent", API + "/delta", TestServer.delta("c", "1e-05", ""), 201, ""),
                post(
                        "nulls are absent",
                        API + "/delta",
                        TestServer.delta(
                                "c",
                                "1",
                                ",\"referenceId\":null,\"metadata\":null,\"adjusts\":null,\"occurredAt\":null"),
                        201,
                        ""),
                post(
                        "everything",
                        API + "/delta",
                        TestServer.delta(
                                "c", "1", ",\"metadata\":{\"a\":[1,{}]},\"occurredAt\":\"2026-02-01T10:00:00+02:00\""),
                        201,
                        ""),
                post(
                        "adjusts",
                        API + "/delta",
                        TestServer.delta("acme", "1", ",\"adjusts\":{\"referenceId\":\"day-1\"}"),
                        201,
                        ""),
                post(
                        "adjusts nothing known",
                        API + "/delta",
                        TestServer.delta("acme", "1", ",\"adjusts\":{\"referenceId\":\"day-9\"}"),
                        422,
                        "ADJUSTS_UNKNOWN_RECORD"),
                post(
                        "the same again",
                        API + "/delta",
                        TestServer.delta("acme", "-100.0", ",\"referenceId\":\"day-1\""),
                        201,
                        ""),
                post(
                        "other content",
                        API + "/delta",
                        TestServer.delta("acme", "-101", ",\"referenceId\":\"day-1\""),
                        409,
                        "REFERENCE_CONFLICT"),
                post("a batch", API + "/delta/batch", "{\"deltas\":[" + TestServer.delta("c", "1", "") + "]}", 201, ""),
                post(
                        "a bad item",
                        API + "/delta/batch",
                        "{\"deltas\":[7," + TestServer.delta("c", "1", "") + "]}",
                        201,
                        ""),
                post(
                        "all or none",
                        API + "/delta/batch",
                        "{\"deltas\":[" + TestServer.delta("c", "0", "") + "],\"atomic\":true}",
                        400,
                        "VALIDATION_ERROR"),
                post("an empty batch", API + "/delta/batch", "{\"deltas\":[]}", 400, "VALIDATION_ERROR"),
                post("no batch", API + "/delta/batch", "{}", 400, "VALIDATION_ERROR"),
                post(
                        "1,001 items",
                        API + "/delta/batch",
                        "{\"deltas\":[" + "1,".repeat(1000) + "1]}",
                        400,
                        "VALIDATION_ERROR"),
                post(
                        "atomic in words",
                        API + "/delta/batch",
                        "{\"deltas\":[1],\"atomic\":\"yes\"}",
                        400,
                        "VALIDATION_ERROR"),
                post("compare", API + "/compare", compare + "}", 201, ""),
                post(
                        "with tolerance and weeks",
                        API + "/compare",
                        compare + ",\"tolerance\":1,\"granularity\":\"week\",\"period\":\"2026-02\"}",
                        201,
                        ""),
                post("below zero tolerance", API + "/compare", compare + ",\"tolerance\":-1}", 400, "VALIDATION_ERROR"),
                post("records of a side", API + "/compare", compare + ",\"yourRecords\":[]}", 201, ""),
                post(
                        "a row without reference and date",
                        API + "/compare",
                        compare + ",\"yourRecords\":[{\"delta\":1}]}",
                        400,
                        "VALIDATION_ERROR"),
                post(
                        "a field no row has",
                        API + "/compare",
                        compare + ",\"theirRecords\":[{\"delta\":1,\"referenceId\":\"a\",\"reason\":\"x\"}]}",
                        400,
                        "VALIDATION_ERROR"),
                post(
                        "10,001 rows",
                        API + "/compare",
                        compare + ",\"yourRecords\":[" + "{},".repeat(10_000) + "{}]}",
                        400,
                        "VALIDATION_ERROR"),
                post("no windows", API + "/compare", compare + ",\"yourWindows\":[]}", 400, "VALIDATION_ERROR"),
                post(
                        "windows with a gap",
                        API + "/compare",
                        compare + ",\"period\":\"2026-02\",\"yourWindows\":[{\"start\":\"2026-02-01\",\"end\":"
                                + "\"2026-02-27\",\"total\":0}]}",
                        400,
                        "VALIDATION_ERROR"),
                post("signed is true or false", API + "/compare?signed=yes", compare + "}", 400, "VALIDATION_ERROR"),
                post(
                        "two modes",
                        API + "/compare",
                        compare + ",\"period\":\"2026-02\",\"timePreset\":\"custom\"}",
                        400,
                        "INVALID_SCOPE_COMBINATION"),
                post(
                        "a period that is a number",
                        API + "/compare",
                        compare + ",\"period\":2026}",
                        400,
                        "VALIDATION_ERROR"),
                post(
                        "no balance",
                        API + "/compare",
                        "{\"customerId\":\"acme\",\"yourBalance\":1}",
                        400,
                        "VALIDATION_ERROR"),
                post("nobody", API + "/compare", compare.replace("acme", "nobody") + "}", 404, "CUSTOMER_NOT_FOUND"));
    }

    @ParameterizedTest
    @MethodSource({"reads", "writes"})
    void answers(Row row) {
        Answer answer = server.send(server.request(row.path())
                .method(
                        row.method(),
                        row.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(row.body()))
                .build());
        assertThat(answer.status()).as(answer.body()).isEqualTo(row.status());
        assertThat(answer.header("X-Request-Id")).startsWith("req_");
        if (row.path().equals("/metrics")) {
            return;
        }
        if (!row.code().isEmpty()) {
            assertThat(answer.code()).isEqualTo(row.code());
        }
        if (row.status() >= 400) {
            JsonObject error = (JsonObject) answer.json().get("error");
            assertThat(error.get("code")).isEqualTo(answer.json().get("code"));
            assertThat(error.get("message")).isEqualTo(answer.json().get("message"));
            assertThat(answer.json().get("statusCode")).isEqualTo(JsonNumber.of(row.status()));
            assertThat(answer.json().get("requestId")).isEqualTo(new JsonString(answer.header("X-Request-Id")));
        } else {
            assertThat(answer.body()).startsWith("{\"success\":true,\"data\":");
        }
    }

    @Test
    void theThreeDaysOfTheFirstExampleAddUp() {
        try (TestServer fresh = new TestServer()) {
            for (String day : new String[] {"-100", "-250.0", "-1.5e2"}) {
                fresh.post(API + "/delta", TestServer.delta("cust_001", day, ""));
            }
            JsonObject derived = fresh.get(API + "/derive/cust_001").data();
            assertThat(derived.get("computedBalance")).isEqualTo(JsonNumber.of(-500));
            assertThat(derived.get("deltasCount")).isEqualTo(JsonNumber.of(3));
            assertThat(derived.get("deltaCount")).isEqualTo(JsonNumber.of(3));
            Answer agreed = fresh.post(
                    API + "/compare",
                    "{\"customerId\":\"cust_001\",\"yourBalance\":-500.0,\"theirBalance\":-500,\"startingBalance\":0}");
            assertThat(agreed.body())
                    .contains("\"neutralBalance\":-500,\"matchesYours\":true,\"matchesTheirs\":true")
                    .contains("\"discrepancyReport\":null");
            Answer apart = fresh.post(
                    API + "/compare", "{\"customerId\":\"cust_001\",\"yourBalance\":-500,\"theirBalance\":-480}");
            assertThat(apart.body()).contains("\"amount\":20,\"divergentParty\":\"theirs\"");
        }
    }

    @Test
    void amountsComeAsNumbersOrStringsAndNeverRounded() {
        String exact = "123456789.123456789123456789";
        Answer number = server.post(API + "/delta", TestServer.delta("exact", exact, ""));
        assertThat(number.body()).contains("\"delta\":" + exact).contains("\"balance\":" + exact);
        Answer text = server.post(API + "/delta?amounts=string", TestServer.delta("exact", exact, ""));
        assertThat(text.body())
                .contains("\"delta\":\"" + exact + "\"")
                .contains("\"balance\":\"246913578.246913578246913578\"");
    }

    @Test
    void aHeadRequestHasTheHeadersOfItsGetAndNoBody() {
        Answer head = server.send(server.request(API + "/limits")
                .method("HEAD", BodyPublishers.noBody())
                .build());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length"))
                .isEqualTo(Integer.toString(server.get(API + "/limits").body().length()));
    }

    @Test
    void whoAsksForProblemJsonGetsIt() {
        Answer answer = server.get(API + "/derive/nobody", "Accept", "application/problem+json");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status")).isEqualTo(JsonNumber.of(404));
        assertThat(answer.code()).isEqualTo("CUSTOMER_NOT_FOUND");
    }

    @Test
    void theWrongMethodIsToldTheRightOnes() {
        assertThat(server.get(API + "/delta").header("Allow")).isEqualTo("POST");
        assertThat(server.post("/healthz", "{}").header("Allow")).isEqualTo("GET, HEAD");
    }

    static List<String> badKeys() {
        String good = ApiKeyText.generate(
                        dev.tallystick.server.sequencer.PlaneName.SANDBOX, new java.security.SecureRandom())
                .fullKey();
        return List.of("", "x", "pk_test_", good, good.replace("test", "live"), "x".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("badKeys")
    void everyKeyThatIsNotValidIsAnsweredAlike(String key) {
        Answer answer = server.get(API + "/usage", "X-Api-Key", key);
        Answer none = server.send(java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + server.port + API + "/usage"))
                .build());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("INVALID_API_KEY");
        assertThat(withoutId(answer)).isEqualTo(withoutId(none));
    }

    static String withoutId(Answer answer) {
        return answer.body().replace(answer.header("X-Request-Id"), "-");
    }

    @Test
    void aKeyDoesWhatItsScopesSay() {
        String reader = server.newKey(server.sandbox, TestServer.TENANT, new ApiKeyScopes(true, false));
        String writer = server.newKey(server.sandbox, TestServer.TENANT, new ApiKeyScopes(false, true));
        assertThat(server.post(API + "/delta", TestServer.delta("s", "1", ""), "X-Api-Key", reader)
                        .code())
                .isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(server.post(API + "/delta", TestServer.delta("s", "1", ""), "X-Api-Key", writer)
                        .status())
                .isEqualTo(201);
        assertThat(server.get(API + "/usage", "X-Api-Key", writer).status()).isEqualTo(403);
        assertThat(server.get(API + "/usage", "X-Api-Key", reader).status()).isEqualTo(200);
    }

    static List<String> routesThatTakeAnId() {
        return List.of(API + "/delta/r_0000000004", API + "/derive/acme", API + "/gaps/acme", API + "/customers/acme");
    }

    @ParameterizedTest
    @MethodSource("routesThatTakeAnId")
    void anotherTenantsOrPlanesIdAnswersAsAnUnknownOne(String path) {
        String unknown = path.replace("r_0000000004", "r_0000999999").replace("acme", "nobody");
        assertThat(server.get(path).status()).isEqualTo(200);
        for (String key : new String[] {server.otherKey, server.liveKey}) {
            Answer theirs = server.get(path, "X-Api-Key", key);
            assertThat(theirs.status()).isEqualTo(404);
            assertThat(withoutId(theirs)).isEqualTo(withoutId(server.get(unknown, "X-Api-Key", key)));
        }
    }

    @Test
    void comparingAndAdjustingCrossNoBorder() {
        String compare = "{\"customerId\":\"acme\",\"yourBalance\":1,\"theirBalance\":1}";
        String adjust = TestServer.delta("acme", "1", ",\"adjusts\":{\"recordId\":\"r_0000000004\"}");
        for (String key : new String[] {server.otherKey, server.liveKey}) {
            assertThat(server.post(API + "/compare", compare, "X-Api-Key", key).code())
                    .isEqualTo("CUSTOMER_NOT_FOUND");
            assertThat(server.post(API + "/delta", adjust, "X-Api-Key", key).code())
                    .isEqualTo("ADJUSTS_UNKNOWN_RECORD");
        }
    }
}
