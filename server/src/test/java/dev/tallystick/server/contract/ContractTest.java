package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.server.config.CompareLimits;
import dev.tallystick.server.config.Limits;
import dev.tallystick.server.contract.ApiDocument.Operation;
import dev.tallystick.server.sequencer.PlaneName;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Drives every operation of api/openapi.yaml against the real server and holds every request and reply against it. The
 * last test fails if a described answer was never seen, so this test and the document can only grow together.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractTest {
    private static final String DELTA = "/api/v1/balance/delta";
    private static final String BATCH = "/api/v1/balance/delta/batch";
    private static final String DERIVE = "/api/v1/balance/derive/";
    private static final String COMPARE = "/api/v1/balance/compare";
    private static final String GAPS = "/api/v1/balance/gaps/";
    private static final String CUSTOMERS = "/api/v1/balance/customers";
    private static final String KEYS = "/dashboard/api-keys";
    private static final String SETTINGS = "/dashboard/customers";
    private static final String LOGIN = "/dashboard/auth/login";
    private static final String[] NO_KEY = {"X-Api-Key", ""};

    private static final String ACME = "{\"customerId\":\"acme\",\"delta\":-100,\"reason\":\"day one\","
            + "\"referenceId\":\"acme:1\",\"metadata\":{\"calls\":10000,\"tags\":[\"a\",null,true]}}";

    private final ApiDocument document = ApiDocument.published();
    private final ContractClient client = new ContractClient(document);

    @TempDir
    private Path folder;

    @Test
    @Order(1)
    void recordingDeltas() {
        try (TestServer server = new TestServer(folder.resolve("deltas"))) {
            client.to(server);
            JsonNode first = client.exchange("201", "POST", DELTA, ACME).path("data");
            assertThat(client.exchange("201", "POST", DELTA, ACME)
                            .at("/data/idempotent")
                            .asBoolean())
                    .isTrue();
            String id = first.path("recordId").asString();
            client.exchange(
                    "201",
                    "POST",
                    DELTA + "?amounts=string",
                    "{\"customerId\":\"acme\",\"delta\":\"2.50\",\"reason\":\"credit\",\"referenceId\":null,"
                            + "\"metadata\":null,\"adjusts\":{\"recordId\":\"" + id
                            + "\"},\"occurredAt\":\"2026-02-02T14:00:00+02:00\"}");
            client.exchange(
                    "201",
                    "POST",
                    DELTA,
                    "{\"customerId\":\"acme\",\"delta\":-1e-18,\"reason\":\"the least\",\"adjusts\":"
                            + "{\"referenceId\":\"acme:1\",\"recordId\":null},\"occurredAt\":\"2026-02-02\"}",
                    "Idempotency-Key",
                    "key-1");
            client.exchange("200", "GET", DELTA + "/" + id, null);
            client.exchange("200", "GET", DELTA + "/r_0000000006?proof=false&amounts=string", null);
            assertThat(client.exchange("200", "GET", DELTA + "/" + id + "?proof=true", null)
                            .at("/data/proof/leafIndex"))
                    .isEqualTo(first.path("deltaIndex"));
            client.exchange("400 VALIDATION_ERROR", "GET", DELTA + "/" + id + "?proof=yes", null);
            client.exchange("404 RECORD_NOT_FOUND", "GET", DELTA + "/r_0000999999", null);
            client.exchange("404 RECORD_NOT_FOUND", "GET", DELTA + "/nonsense", null);
            refusedDeltas();
            batches();
        }
    }

    private void refusedDeltas() {
        client.exchange("400 VALIDATION_ERROR", "POST", DELTA, ACME.replace("-100", "0"));
        client.exchange("400 MALFORMED_JSON", "POST", DELTA, "{\"customerId\":");
        client.exchange("409 REFERENCE_CONFLICT", "POST", DELTA, ACME.replace("-100", "-101"));
        client.exchange("409 IDEMPOTENCY_CONFLICT", "POST", DELTA, ACME, "Idempotency-Key", "key-1");
        client.exchange("413 PAYLOAD_TOO_LARGE", "POST", DELTA, " ".repeat(1 << 20) + ACME);
        client.exchange("415 UNSUPPORTED_MEDIA_TYPE", "POST", DELTA, ACME, "Content-Type", "text/plain");
        client.exchange(
                "422 ADJUSTS_UNKNOWN_RECORD",
                "POST",
                DELTA,
                "{\"customerId\":\"acme\",\"delta\":1,\"reason\":\"x\",\"adjusts\":{\"referenceId\":\"never\"}}");
    }

    private void batches() {
        String two = "{\"deltas\":[" + ACME.replace("acme", "globex") + ",{\"customerId\":\"globex\",\"delta\":0,"
                + "\"reason\":\"nothing\"}," + ACME.replace("-100", "7") + ",5,{\"customerId\":\"acme\",\"delta\":1,"
                + "\"reason\":\"x\",\"adjusts\":{\"recordId\":\"r_0000999999\"}}]";
        // A batch may hold items that fail by themselves, so only one without them is described in full.
        JsonNode mixed = Json.parse(reply(BATCH, two + "}"));
        assertThat(mixed.at("/data/totalFailed").asInt()).isEqualTo(4);
        assertThat(document.check(
                        "/paths/~1api~1v1~1balance~1delta~1batch/post/responses/201/content/application~1json/schema",
                        mixed))
                .isEmpty();
        client.exchange("400 VALIDATION_ERROR", "POST", BATCH, two + ",\"atomic\":true}");
        String good = "{\"deltas\":[" + ACME.replace(":1", ":2") + "," + ACME + "],\"atomic\":true}";
        client.exchange("201", "POST", BATCH + "?amounts=string", good, "Idempotency-Key", "batch-1");
        JsonNode brief = client.exchange(
                "201",
                "POST",
                BATCH + "?results=failed",
                "{\"deltas\":[{\"customerId\":\"brief\",\"delta\":-1,\"reason\":\"a\",\"referenceId\":\"brief:1\"},"
                        + "{\"customerId\":\"brief\",\"delta\":-2,\"reason\":\"a\",\"referenceId\":\"brief:1\"},"
                        + "{\"customerId\":\"brief\",\"delta\":-1,\"reason\":\"a\",\"referenceId\":\"brief:1\"}]}");
        assertThat(brief.at("/data/totalQueued").asInt()).isEqualTo(2);
        assertThat(brief.at("/data/totalFailed").asInt()).isEqualTo(1);
        assertThat(brief.at("/data/totalRepeated").asInt()).isEqualTo(1);
        assertThat(brief.at("/data/results").size()).isEqualTo(1);
        JsonNode conflict = brief.at("/data/results/0");
        assertThat(conflict.at("/index").asInt()).isEqualTo(1);
        JsonNode first = client.exchange(
                "200", "GET", DELTA + "/" + conflict.at("/recordId").asString(), null);
        assertThat(first.at("/data/referenceId").asString()).isEqualTo("brief:1");
        assertThat(conflict.at("/recordedContentHash")).isEqualTo(first.at("/data/contentHash"));
        assertThat(conflict.at("/contentHash").asString())
                .isEqualTo(ContentHash.of(new DeltaItem("brief", Amount.of(-2), "a", "brief:1", null, null, null))
                        .toString());
        client.exchange("400 VALIDATION_ERROR", "POST", BATCH + "?results=some", "{\"deltas\":[" + ACME + "]}");
        client.exchange("201", "POST", BATCH + "?amounts=string", good, "Idempotency-Key", "batch-1");
        client.exchange("409 IDEMPOTENCY_CONFLICT", "POST", BATCH, good, "Idempotency-Key", "batch-1");
        String atomic = "{\"atomic\":true,\"deltas\":[" + ACME.replace("-100", "7") + "]}";
        client.exchange("409 REFERENCE_CONFLICT", "POST", BATCH, atomic);
        client.exchange("400 MALFORMED_JSON", "POST", BATCH, "{\"deltas\":[1,]}");
        client.exchange("413 PAYLOAD_TOO_LARGE", "POST", BATCH, " ".repeat(8 << 20) + good);
        client.exchange("415 UNSUPPORTED_MEDIA_TYPE", "POST", BATCH, good, "Content-Encoding", "gzip");
        client.exchange(
                "422 ADJUSTS_UNKNOWN_RECORD",
                "POST",
                BATCH,
                "{\"atomic\":true,\"deltas\":[{\"customerId\":\"acme\",\"delta\":1,\"reason\":\"x\",\"adjusts\":"
                        + "{\"recordId\":\"r_0000999999\"}}]}");
    }

    private String reply(String path, String body) {
        return client.server().post(path, body).body();
    }

    @Test
    @Order(2)
    void askingForBalances() {
        try (TestServer server = new TestServer(folder.resolve("balances"))) {
            client.to(server);
            for (int i = 1; i <= 3; i++) {
                client.exchange("201", "POST", DELTA, ACME.replace(":1", ":" + i));
            }
            derives();
            compares();
            comparesUploads();
            client.exchange("200", "GET", GAPS + "acme", null);
            JsonNode page = client.exchange("200", "GET", GAPS + "acme?fromSequence=2&toSequence=9&limit=1", null);
            assertThat(page.at("/data/nextSequence").asInt()).isEqualTo(3);
            client.exchange("200", "GET", GAPS + "acme?fromSequence=4", null);
            client.exchange("400 VALIDATION_ERROR", "GET", GAPS + "acme?fromSequence=3&toSequence=2", null);
            client.exchange("404 CUSTOMER_NOT_FOUND", "GET", GAPS + "nobody", null);
        }
    }

    private void derives() {
        client.exchange("200", "GET", DERIVE + "acme", null);
        client.exchange("200", "GET", DERIVE + "acme?timePreset=current_month&granularity=week&limit=1&offset=1", null);
        client.exchange("200", "GET", DERIVE + "acme?period=2020-02&startingBalance=-0.5&amounts=string", null);
        client.exchange(
                "200",
                "GET",
                DERIVE + "acme?timePreset=custom&startDate=2026-01-01T00:00:00%2B02:00&endDate=2027-12-31"
                        + "&granularity=month",
                null);
        client.exchange("400 VALIDATION_ERROR", "GET", DERIVE + "acme?limit=0", null);
        client.exchange("400 VALIDATION_ERROR", "GET", DERIVE + "acme?timeBasis=imagined", null);
        client.exchange("400 VALIDATION_ERROR", "GET", DERIVE + "acme?startingCheckpoint=chk_1", null);
        client.exchange("400 INVALID_SCOPE_COMBINATION", "GET", DERIVE + "acme?period=2026-02&timePreset=custom", null);
        client.exchange("400 SCOPE_TOO_WIDE", "GET", DERIVE + "acme?startDate=2020-01-01&endDate=2026-01-01", null);
        client.exchange("404 CUSTOMER_NOT_FOUND", "GET", DERIVE + "nobody", null);
        client.exchange("404 CUSTOMER_NOT_FOUND", "GET", DERIVE + "%C3%A4", null);
    }

    private void compares() {
        String claims = "{\"customerId\":\"acme\",\"yourBalance\":-300,\"theirBalance\":";
        client.exchange("201", "POST", COMPARE, claims + "-300}");
        client.exchange("201", "POST", COMPARE + "?signed=false&amounts=string", claims + "\"-299.5\"}");
        JsonNode signed = client.exchange("201", "POST", COMPARE + "?signed=true", claims + "\"-299.5\"}");
        assertThat(signed.at("/data/signed/report/format").asString()).isEqualTo("tallystick-report/1");
        client.exchange("201", "POST", COMPARE, claims + "-299.5,\"tolerance\":0.5,\"timePreset\":\"current_month\"}");
        client.exchange(
                "201",
                "POST",
                COMPARE,
                claims + "12345678901234567890.123456789012345678,\"startingBalance\":10,\"granularity\":\"month\","
                        + "\"startDate\":\"2026-01-01\",\"endDate\":\"2027-01-01T00:00:00Z\",\"period\":null}");
        client.exchange("201", "POST", COMPARE, claims + "1,\"period\":\"2020-01\"}");
        client.exchange(
                "201",
                "POST",
                COMPARE,
                claims + "1,\"yourRecords\":[{\"referenceId\":\"acme:1\",\"delta\":-99},{\"delta\":\"7\",\"date\":"
                        + "\"2026-02-01\"},{\"referenceId\":\"acme:1\",\"delta\":-100,\"date\":null}],"
                        + "\"theirRecords\":[]}");
        String windows = "\"startDate\":\"2026-01-01\",\"endDate\":\"2027-12-01\",\"yourWindows\":["
                + "{\"start\":\"2026-01-01\",\"end\":\"2026-05-05T05:05:05+05:00\",\"total\":0,\"count\":0},"
                + "{\"start\":\"2026-05-05T00:05:05Z\",\"end\":\"2027-12-01\",\"total\":-299}]";
        client.exchange("201", "POST", COMPARE + "?amounts=string", claims + "-300," + windows + "}");
        client.exchange("400 VALIDATION_ERROR", "POST", COMPARE, claims + "1,\"yourRecords\":[{}]}");
        client.exchange("400 MALFORMED_JSON", "POST", COMPARE, claims);
        client.exchange(
                "400 INVALID_SCOPE_COMBINATION",
                "POST",
                COMPARE,
                claims + "1,\"startingCheckpoint\":\"chk_1\",\"period\":\"2026-01\"}");
        client.exchange(
                "400 SCOPE_TOO_WIDE",
                "POST",
                COMPARE,
                claims + "1,\"startDate\":\"2020-01-01\",\"endDate\":\"2026-01-01\"}");
        client.exchange("404 CUSTOMER_NOT_FOUND", "POST", COMPARE, claims.replace("acme", "nobody") + "1}");
        client.exchange("413 PAYLOAD_TOO_LARGE", "POST", COMPARE, " ".repeat(1 << 20) + claims + "1}");
        client.exchange("415 UNSUPPORTED_MEDIA_TYPE", "POST", COMPARE, claims + "1}", "Content-Type", "text/json");
    }

    private void comparesUploads() {
        String upload = COMPARE + "/upload?customerId=acme&side=";
        String[] csv = {"Content-Type", "text/csv"};
        String[] lines = {"Content-Type", "application/x-ndjson"};
        String rows = "referenceId,delta,date,reason\n\"acme:1\",-100,2026-02-01,\"day, one\"\nacme:x,-5.50,,\n";
        client.exchange("201", "POST", upload + "yours", rows, csv);
        client.exchange(
                "201",
                "POST",
                upload + "theirs&balance=-300&startingBalance=10&tolerance=0.5&granularity=week&amounts=string"
                        + "&startDate=2026-01-01&endDate=2027-01-01&deltaColumn=Amount&referenceColumn=Id&dateColumn=Day"
                        + "&signed=false",
                "Id;Amount;Day\nacme:1;-100;2026-02-01\n",
                csv);
        client.exchange("201", "POST", upload + "yours", "{\"referenceId\":\"acme:1\",\"delta\":-100}\n", lines);
        client.exchange("400 VALIDATION_ERROR", "POST", upload + "yours", rows + "x,1.2.3,\n", csv);
        client.exchange("400 MALFORMED_JSON", "POST", upload + "yours", "{\n", lines);
        client.exchange(
                "400 INVALID_SCOPE_COMBINATION", "POST", upload + "yours&period=2026-02&endDate=2026-03", rows, csv);
        client.exchange(
                "400 SCOPE_TOO_WIDE", "POST", upload + "yours&startDate=2020-01-01&endDate=2026-01-01", rows, csv);
        client.exchange("404 CUSTOMER_NOT_FOUND", "POST", upload.replace("acme", "nobody") + "yours", rows, csv);
        client.exchange("415 UNSUPPORTED_MEDIA_TYPE", "POST", upload + "yours", rows);
    }

    @Test
    @Order(3)
    void checkpoints() {
        try (TestServer server = new TestServer(folder.resolve("checkpoints"))) {
            client.to(server);
            new CheckpointContract(client).checkpoints();
        }
    }

    @Test
    @Order(3)
    void receipts() {
        try (TestServer server = new TestServer(folder.resolve("receipts"))) {
            client.to(server);
            new ReceiptContract(client).receipts();
        }
    }

    @Test
    @Order(3)
    void customersAndTheAccount() {
        try (TestServer server = new TestServer(folder.resolve("customers"))) {
            client.to(server);
            client.exchange("200", "GET", CUSTOMERS, null);
            client.exchange("200", "GET", CUSTOMERS + "/summary", null);
            client.exchange("201", "POST", DELTA, ACME);
            String month = server.get(DERIVE + "acme").body().replaceAll("(?s).*\"period\":\"([^\"]*)\".*", "$1");
            client.exchange("200", "GET", CUSTOMERS + "?page=1&limit=100&search=ACM&period=" + month, null);
            client.exchange("200", "GET", CUSTOMERS + "?page=9&amounts=string", null);
            client.exchange("400 VALIDATION_ERROR", "GET", CUSTOMERS + "?limit=101", null);
            client.exchange("200", "GET", CUSTOMERS + "/summary?amounts=string", null);
            client.exchange("400 VALIDATION_ERROR", "GET", CUSTOMERS + "/summary?amounts=words", null);
            client.exchange("200", "GET", CUSTOMERS + "/acme", null);
            client.exchange(
                    "200", "GET", CUSTOMERS + "/acme?deltaPage=2&deltaLimit=1000&amounts=string&period=" + month, null);
            client.exchange("400 VALIDATION_ERROR", "GET", CUSTOMERS + "/acme?period=2026-13", null);
            client.exchange("404 CUSTOMER_NOT_FOUND", "GET", CUSTOMERS + "/nobody", null);
            client.exchange("200", "GET", "/api/v1/balance/usage", null);
            client.exchange("200", "GET", "/api/v1/balance/limits", null);
        }
    }

    @Test
    @Order(4)
    void keysOfEveryKindAtEveryOperationThatWantsOne() {
        try (TestServer server = new TestServer(folder.resolve("keys"), TestServer.limits(), PlaneName.SANDBOX)) {
            client.to(server);
            String reads = server.newKey(PlaneName.SANDBOX, server.tenant.id(), new ApiKeyScopes(true, false));
            String writes = server.newKey(PlaneName.SANDBOX, server.tenant.id(), new ApiKeyScopes(false, true));
            for (Operation operation : document.operations().values()) {
                boolean open = operation.node().path("security").isArray()
                        && operation.node().path("security").isEmpty();
                if (open || !operation.template().startsWith("/api/v1/")) {
                    continue;
                }
                String path = operation
                        .template()
                        .replace("{recordId}", "r_0000000001")
                        .replace("{eventId}", "evt_1770000000000_0000000001")
                        .replace("{receiptId}", "chk_0000000001")
                        .replace("{customerId}", "acme")
                        .replace("{keyId}", "ckey_000000000000")
                        .replace("{checkpointId}", "chk_0000000001");
                String body = operation.method().equals("POST") ? "{}" : null;
                boolean recording = path.equals(DELTA)
                        || path.equals(BATCH)
                        || path.equals(CheckpointContract.SEAL)
                        || path.endsWith("/countersignature")
                        || path.endsWith("/retry");
                client.exchange("401 INVALID_API_KEY", operation.method(), path, body, NO_KEY);
                client.exchange(
                        "403 INSUFFICIENT_SCOPE",
                        operation.method(),
                        path,
                        body,
                        "X-Api-Key",
                        recording ? reads : writes);
                client.exchange(
                        "403 API_KEY_ENVIRONMENT_HOST_MISMATCH",
                        operation.method(),
                        path,
                        body,
                        "X-Api-Key",
                        server.tenant.productionKey());
            }
        }
    }

    @Test
    @Order(5)
    void administration() {
        try (TestServer server = new TestServer(folder.resolve("administration"))) {
            client.to(server);
            String login = "{\"password\":\"operator-password-one\"}";
            JsonNode session = client.exchange("200", "POST", LOGIN, login, NO_KEY);
            client.exchange("400 VALIDATION_ERROR", "POST", LOGIN, "{}", NO_KEY);
            client.exchange("400 MALFORMED_JSON", "POST", LOGIN, "", NO_KEY);
            client.exchange("401 INVALID_API_KEY", "POST", LOGIN, "{\"password\":\"wrong\"}", NO_KEY);
            String token = session.at("/data/token").asString();
            String[] bearer = {"Authorization", "Bearer " + token};
            String[] cookie = {"Cookie", "tallystick_session=" + token};
            String[] csrf = {cookie[0], cookie[1], "X-Pacspace-CSRF", "1"};
            String id = keys(bearer, cookie, csrf);
            new CheckpointContract(client).administration(bearer);
            for (Operation operation : document.operations().values()) {
                if (operation.template().startsWith("/dashboard/")
                        && !operation.template().equals(LOGIN)) {
                    String path = operation
                            .template()
                            .replace("{id}", id)
                            .replace("{customerId}", "acme")
                            .replace("{keyId}", "ckey_000000000000");
                    client.exchange("401 INVALID_API_KEY", operation.method(), path, null, NO_KEY);
                    if (!operation.method().equals("GET")) {
                        client.exchange("403 INSUFFICIENT_SCOPE", operation.method(), path, null, cookie);
                    }
                }
            }
        }
        tooManyAttempts();
    }

    private String keys(String[] bearer, String[] cookie, String[] csrf) {
        String body = "{\"name\":\"nightly\",\"environment\":\"live\",\"scopes\":[\"write\"]}";
        JsonNode made = client.exchange("201", "POST", KEYS, body, bearer);
        String id = made.at("/data/id").asString();
        client.exchange("201", "POST", KEYS, "{\"name\":\"plain\",\"environment\":null,\"scopes\":null}", csrf);
        client.exchange("400 VALIDATION_ERROR", "POST", KEYS, "{}", bearer);
        client.exchange("400 MALFORMED_JSON", "POST", KEYS, "[", bearer);
        client.exchange("413 PAYLOAD_TOO_LARGE", "POST", KEYS, " ".repeat(16 << 10) + body, bearer);
        client.exchange(
                "415 UNSUPPORTED_MEDIA_TYPE", "POST", KEYS, body, bearer[0], bearer[1], "Content-Type", "text/html");
        client.exchange("200", "GET", KEYS, null, cookie);
        client.exchange("200", "GET", KEYS + "?page=2&limit=2", null, bearer);
        client.exchange("400 VALIDATION_ERROR", "GET", KEYS + "?page=0", null, bearer);
        client.exchange("200", "GET", KEYS + "/" + id, null, bearer);
        client.exchange("400 VALIDATION_ERROR", "GET", KEYS + "/%ff", null, bearer);
        client.exchange("404 NOT_FOUND", "GET", KEYS + "/key_000000000000", null, bearer);
        rotations(id, bearer);
        JsonNode revoked = client.exchange("200", "DELETE", KEYS + "/" + id, null, csrf);
        assertThat(revoked.at("/data/active").asBoolean(true)).isFalse();
        client.exchange("200", "DELETE", KEYS + "/" + id, null, bearer);
        client.exchange("400 VALIDATION_ERROR", "DELETE", KEYS + "/%ff", null, bearer);
        client.exchange("404 NOT_FOUND", "DELETE", KEYS + "/key_000000000000", null, bearer);
        client.exchange("400 VALIDATION_ERROR", "POST", KEYS + "/" + id + "/rotate", null, bearer);
        return id;
    }

    private void rotations(String id, String[] bearer) {
        String rotate = KEYS + "/" + id + "/rotate";
        client.exchange("201", "POST", rotate, "{\"graceSeconds\":3600}", bearer);
        // Once: a key that was rotated already has its successor.
        client.exchange("400 VALIDATION_ERROR", "POST", rotate, null, bearer);
        client.exchange("400 MALFORMED_JSON", "POST", rotate, "{", bearer);
        client.exchange("404 NOT_FOUND", "POST", KEYS + "/key_000000000000/rotate", null, bearer);
        client.exchange("413 PAYLOAD_TOO_LARGE", "POST", rotate, " ".repeat(16 << 10) + "{}", bearer);
        client.exchange(
                "415 UNSUPPORTED_MEDIA_TYPE", "POST", rotate, "{}", bearer[0], bearer[1], "Content-Type", "text/html");
    }

    @Test
    @Order(5)
    void webhooks() {
        try (TestServer server = new TestServer(folder.resolve("webhooks"))) {
            new WebhookContract(client.to(server)).run(document);
        }
    }

    @Test
    @Order(5)
    void customerSettings() {
        try (TestServer server = new TestServer(folder.resolve("settings"))) {
            client.to(server);
            String token = server.login(server.tenant);
            String[] bearer = {"Authorization", "Bearer " + token};
            String[] cookie = {"Cookie", "tallystick_session=" + token};
            String[] csrf = {cookie[0], cookie[1], "X-Pacspace-CSRF", "1"};
            String body = "{\"displayName\":\"Acme\",\"customerId\":\"acme\",\"eventCadence\":\"DAILY\","
                    + "\"sharingStateHint\":\"INHERIT\",\"unitLabel\":\"calls\"}";
            client.exchange("201", "POST", SETTINGS, body, bearer);
            client.exchange("201", "POST", SETTINGS, body, csrf);
            client.exchange("409 REFERENCE_CONFLICT", "POST", SETTINGS, body.replace("DAILY", "HOURLY"), bearer);
            client.exchange("201", "POST", SETTINGS, "{\"displayName\":\"x\",\"environment\":\"live\"}", bearer);
            client.exchange("200", "GET", SETTINGS, null, bearer);
            client.exchange("200", "GET", SETTINGS + "?environment=live&page=1&limit=1", null, cookie);
            client.exchange("200", "GET", SETTINGS + "/acme", null, bearer);
            client.exchange("404 CUSTOMER_NOT_FOUND", "GET", SETTINGS + "/acme?environment=live", null, bearer);
            cadence();
            client.exchange("200", "PATCH", SETTINGS + "/acme", "{\"eventCadence\":\"PER_EVENT\"}", bearer);
            client.exchange("201", "POST", DELTA, ACME.replace(":1", ":2"));
            refusedSettings(body, bearer, cookie);
        }
    }

    private void cadence() {
        client.exchange("201", "POST", DELTA, ACME);
        String second = ACME.replace(":1", ":2");
        JsonNode waits = client.exchange("429 CADENCE_LIMIT", "POST", DELTA, second, "Idempotency-Key", "again");
        assertThat(waits.at("/error/customerId").asString()).isEqualTo("acme");
        assertThat(waits.at("/error/retryAfterSeconds").asInt()).isBetween(1, 86_400);
        client.exchange("429 CADENCE_LIMIT", "POST", BATCH, "{\"atomic\":true,\"deltas\":[" + second + "]}");
        JsonNode batch = Json.parse(reply(BATCH, "{\"deltas\":[" + second + "," + ACME + "]}"));
        assertThat(batch.at("/data/results/0/error").asString()).isEqualTo("CADENCE_LIMIT");
        assertThat(batch.at("/data/totalQueued").asInt()).isEqualTo(1);
    }

    private void refusedSettings(String body, String[] bearer, String[] cookie) {
        String acme = SETTINGS + "/acme";
        String[] typed = {bearer[0], bearer[1], "Content-Type", "text/html"};
        String large = " ".repeat(16 << 10) + body;
        client.exchange("400 VALIDATION_ERROR", "POST", SETTINGS, "{}", bearer);
        client.exchange("400 MALFORMED_JSON", "POST", SETTINGS, "{", bearer);
        client.exchange("413 PAYLOAD_TOO_LARGE", "POST", SETTINGS, large, bearer);
        client.exchange("415 UNSUPPORTED_MEDIA_TYPE", "POST", SETTINGS, body, typed);
        client.exchange("400 VALIDATION_ERROR", "GET", SETTINGS + "?page=0", null, bearer);
        client.exchange("400 VALIDATION_ERROR", "GET", acme + "?environment=moon", null, bearer);
        client.exchange("400 VALIDATION_ERROR", "PATCH", acme, "{\"eventCadence\":\"WEEKLY\"}", bearer);
        client.exchange("400 MALFORMED_JSON", "PATCH", acme, "{", bearer);
        client.exchange("413 PAYLOAD_TOO_LARGE", "PATCH", acme, large, bearer);
        client.exchange("415 UNSUPPORTED_MEDIA_TYPE", "PATCH", acme, "{}", typed);
        client.exchange("404 CUSTOMER_NOT_FOUND", "PATCH", SETTINGS + "/nobody", "{}", bearer);
        for (Operation operation : document.operations().values()) {
            if (operation.template().startsWith(SETTINGS)) {
                String path =
                        operation.template().replace("{customerId}", "acme").replace("{keyId}", "ckey_000000000000");
                client.exchange("401 INVALID_API_KEY", operation.method(), path, null, NO_KEY);
                if (!operation.method().equals("GET")) {
                    client.exchange("403 INSUFFICIENT_SCOPE", operation.method(), path, "{}", cookie);
                }
            }
        }
    }

    private void tooManyAttempts() {
        try (TestServer server = new TestServer(folder.resolve("attempts"))) {
            client.to(server);
            client.exchange("413 PAYLOAD_TOO_LARGE", "POST", LOGIN, " ".repeat(5_000) + "{}", NO_KEY);
            client.exchange(
                    "415 UNSUPPORTED_MEDIA_TYPE", "POST", LOGIN, "{}", "X-Api-Key", "", "Content-Type", "text/html");
            for (int i = 0; i < 3; i++) {
                client.exchange("401 INVALID_API_KEY", "POST", LOGIN, "{\"password\":\"wrong\"}", NO_KEY);
            }
            client.exchange("429 RATE_LIMITED", "POST", LOGIN, "{\"password\":\"operator-password-one\"}", NO_KEY);
        }
    }

    @Test
    @Order(6)
    void operation() {
        try (TestServer server = new TestServer(folder.resolve("operation"))) {
            client.to(server);
            for (String path : new String[] {"/", "/healthz", "/readyz", "/metrics", "/openapi.json"}) {
                client.exchange("200", "GET", path, null, NO_KEY);
            }
            JsonNode served = Json.parse(server.get("/openapi.json").body());
            assertThat(served).isEqualTo(Json.parse(document.root.toString()));
        }
    }

    @Test
    @Order(6)
    void theLog() {
        try (TestServer server = new TestServer(folder.resolve("log"))) {
            client.to(server);
            String[] open = NO_KEY;
            for (String plane : new String[] {"sandbox", "production"}) {
                client.exchange("200", "GET", "/log/" + plane + "/checkpoint", null, open);
                client.exchange("200", "GET", "/log/" + plane + "/key", null, open);
                client.exchange("200", "GET", "/log/" + plane + "/tile/0/000.p/2", null, open);
                client.exchange("200", "GET", "/log/" + plane + "/tile/entries/000.p/1", null, open);
                client.exchange("404 NOT_FOUND", "GET", "/log/" + plane + "/tile/0/x001/000", null, open);
                client.exchange("400 VALIDATION_ERROR", "GET", "/log/" + plane + "/tile/0/1", null, open);
            }
            client.exchange("404 NOT_FOUND", "GET", "/log/other/checkpoint", null, open);
            client.exchange("404 NOT_FOUND", "GET", "/log/%2e/key", null, open);
            client.exchange("404 NOT_FOUND", "GET", "/log/other/tile/0/000", null, open);
            String rotate = "/dashboard/log-key/rotate";
            String[] bearer = {"Authorization", "Bearer " + server.login(server.tenant)};
            client.exchange("200", "POST", rotate, "{\"environment\":\"live\"}", bearer);
            client.exchange("200", "POST", rotate, "{}", bearer);
            client.exchange("400 VALIDATION_ERROR", "POST", rotate, "{\"environment\":\"x\"}", bearer);
            client.exchange("400 MALFORMED_JSON", "POST", rotate, "{", bearer);
            client.exchange("401 INVALID_API_KEY", "POST", rotate, "{}", NO_KEY);
            client.exchange(
                    "403 INSUFFICIENT_SCOPE",
                    "POST",
                    rotate,
                    "{}",
                    "Cookie",
                    "tallystick_session=" + server.login(server.tenant));
            client.exchange(
                    "403 INSUFFICIENT_SCOPE",
                    "POST",
                    rotate,
                    "{}",
                    "Authorization",
                    "Bearer " + server.login(server.stranger));
            client.exchange("413 PAYLOAD_TOO_LARGE", "POST", rotate, " ".repeat(5 << 10) + "{}", bearer);
            client.exchange(
                    "415 UNSUPPORTED_MEDIA_TYPE",
                    "POST",
                    rotate,
                    "{}",
                    "Authorization",
                    bearer[1],
                    "Content-Type",
                    "text/plain");
        }
    }

    @Test
    @Order(7)
    void aRequestWhoseFirstCopyStillRuns() throws InterruptedException {
        Limits impatient = ChangedLimits.with(TestServer.limits(), "pendingMillis", 1L);
        try (TestServer server = new TestServer(folder.resolve("pending"), impatient, PlaneName.values())) {
            client.to(server);
            for (String path : new String[] {DELTA, BATCH, CheckpointContract.SEAL}) {
                String batch = path.equals(BATCH) ? "{\"deltas\":[" + ACME + "]}" : "{\"customerId\":\"acme\"}";
                String body = path.equals(DELTA) ? ACME : batch;
                CountDownLatch hold = new CountDownLatch(1);
                server.plane(PlaneName.SANDBOX).hold(hold);
                Thread first = Thread.ofVirtual().start(() -> server.post(path, body, "Idempotency-Key", path));
                server.plane(PlaneName.SANDBOX).awaitHeld();
                client.exchange("202 IDEMPOTENCY_PENDING", "POST", path, body, "Idempotency-Key", path);
                hold.countDown();
                first.join();
                client.exchange("201", "POST", path, body, "Idempotency-Key", path);
            }
        }
    }

    @Test
    @Order(8)
    void whenNothingCanBeStored() {
        try (TestServer server = new TestServer(folder.resolve("stopped"))) {
            client.to(server);
            String[] bearer = {"Authorization", "Bearer " + server.login(server.tenant)};
            JsonNode keys = client.exchange("200", "GET", KEYS, null, bearer);
            String id = keys.at("/data/items/0/id").asString();
            client.exchange("201", "POST", DELTA, ACME);
            WebhookContract webhooks = new WebhookContract(client);
            String webhookId = webhooks.made();
            new CheckpointContract(client).sealed();
            server.stopPlanes();
            webhooks.stopped(webhookId);
            client.exchange("503 SERVICE_UNAVAILABLE", "POST", SETTINGS, "{\"displayName\":\"x\"}", bearer);
            client.exchange("503 SERVICE_UNAVAILABLE", "PATCH", SETTINGS + "/acme", "{}", bearer);
            client.exchange("503 SERVICE_UNAVAILABLE", "POST", DELTA, ACME);
            client.exchange("503 SERVICE_UNAVAILABLE", "POST", BATCH, "{\"deltas\":[" + ACME + "]}");
            client.exchange("503 SERVICE_UNAVAILABLE", "POST", KEYS, "{\"name\":\"x\"}", bearer);
            new CheckpointContract(client).stopped(bearer);
            client.exchange("503 SERVICE_UNAVAILABLE", "DELETE", KEYS + "/" + id, null, bearer);
            client.exchange("503 SERVICE_UNAVAILABLE", "POST", "/dashboard/log-key/rotate", "{}", bearer);
            client.exchange("503 SERVICE_UNAVAILABLE", "POST", KEYS + "/" + id + "/rotate", null, bearer);
            client.exchange("503 SERVICE_UNAVAILABLE", "GET", "/readyz", null, NO_KEY);
            client.exchange("200", "GET", "/healthz", null, NO_KEY);
        }
        Limits noMemory = ChangedLimits.with(TestServer.limits(), "bodyHeapBytes", 10L);
        try (TestServer server = new TestServer(folder.resolve("memory"), noMemory, PlaneName.values())) {
            client.to(server);
            client.exchange(
                    "503 SERVICE_UNAVAILABLE",
                    "POST",
                    COMPARE,
                    "{\"customerId\":\"acme\",\"yourBalance\":1,\"theirBalance\":1}");
            client.exchange(
                    "503 SERVICE_UNAVAILABLE",
                    "POST",
                    COMPARE + "/upload?customerId=acme&side=yours",
                    "referenceId,delta\n",
                    "Content-Type",
                    "text/csv");
            client.exchange("503 SERVICE_UNAVAILABLE", "POST", LOGIN, "{\"password\":\"operator\"}", NO_KEY);
            new CheckpointContract(client).full();
        }
        CompareLimits one = CompareLimits.DEFAULT.withUploadRows(1);
        try (TestServer server = new TestServer(
                folder.resolve("rows"), ChangedLimits.with(TestServer.limits(), "compare", one), PlaneName.values())) {
            client.to(server);
            client.exchange("201", "POST", DELTA, ACME);
            client.exchange(
                    "413 PAYLOAD_TOO_LARGE",
                    "POST",
                    COMPARE + "/upload?customerId=acme&side=yours",
                    "referenceId,delta\na,1\nb,2\n",
                    "Content-Type",
                    "text/csv");
        }
    }

    @Test
    @Order(9)
    void repliesThatBelongToNoOperation() {
        ApiDocumentChecks checks = new ApiDocumentChecks(document);
        try (TestServer server = new TestServer(folder.resolve("elsewhere"))) {
            ApiDocument.Place responses =
                    new ApiDocument.Place("", document.root).child("components").child("responses");
            HttpResponse<String> nowhere = server.get("/api/v1/balance/nowhere/");
            assertThat(nowhere.statusCode()).isEqualTo(404);
            assertThat(checks.reply(responses.child("NoSuchPath"), nowhere)).isEmpty();
            for (String template : ApiDocument.names(document.root.path("paths"))) {
                String path = template.replaceAll("\\{[^}]*}", "x");
                HttpResponse<String> wrong = server.send(server.request(path)
                        .method("PUT", BodyPublishers.noBody())
                        .build());
                assertThat(wrong.statusCode()).as(path).isEqualTo(405);
                assertThat(checks.reply(responses.child("MethodNotAllowed"), wrong))
                        .as(path)
                        .isEmpty();
                Set<String> allowed = new TreeSet<>(
                        Set.of(wrong.headers().firstValue("Allow").orElseThrow().split(", ", -1)));
                Set<String> described = new TreeSet<>();
                document.operations().values().stream()
                        .filter(operation -> operation.template().equals(template))
                        .forEach(operation -> described.add(operation.method()));
                if (described.contains("GET")) {
                    described.add("HEAD");
                }
                assertThat(allowed).as(path).isEqualTo(described);
            }
            HttpResponse<String> longLine = server.get("/" + "x".repeat(9_000));
            assertThat(checks.reply(responses.child("UnreadableRequest"), longLine))
                    .isEmpty();
        }
    }

    /** The check itself must notice what it is there for. */
    @Test
    @Order(10)
    void anUndescribedFieldHeaderStatusOrParameterIsNoticed() {
        String status = "/components/schemas/DeltaStatus";
        JsonNode example = document.root.at("/paths/~1api~1v1~1balance~1delta~1{recordId}/get/responses/200/content/"
                + "application~1json/example/data");
        assertThat(document.check(status, example)).isEmpty();
        String text = example.toString();
        assertThat(document.check(status, Json.parse(text.replace("{\"recordId\"", "{\"new\":1,\"recordId\""))))
                .singleElement()
                .asString()
                .contains("'new' is not evaluated");
        assertThat(document.check(status, Json.parse(text.replaceFirst("\"balance\":[^,]*,", ""))))
                .anySatisfy(problem -> assertThat(problem).contains("'balance' not found"));
        assertThat(document.check(status, Json.parse(text.replace("VERIFIED", "QUEUED"))))
                .isNotEmpty();
        assertThat(document.check(status, Json.parse(text.replace("\"delta\":50", "\"delta\":\"5.0\""))))
                .isNotEmpty();
        assertThat(document.check(status, Json.parse(text.replace("09:30:00.000Z", "09:30:00Z"))))
                .isNotEmpty();
        ApiDocumentChecks checks = new ApiDocumentChecks(document);
        try (TestServer server = new TestServer(folder.resolve("noticed"))) {
            HttpResponse<String> ok = server.get("/healthz");
            assertThat(checks.reply(document.find("GET", "/readyz"), ok)).isNotEmpty();
            assertThat(checks.reply(document.find("GET", "/healthz"), server.get("/nowhere")))
                    .containsExactly("status 404 is not described");
            assertThat(checks.request(document.find("GET", "/healthz"), "/healthz?deep=1", ok.headers(), null))
                    .containsExactly("query parameter deep is not described");
            assertThat(checks.reply(
                            document.find("GET", "/healthz"),
                            server.post(LOGIN, "{\"password\":\"operator-password-one\"}", NO_KEY)))
                    .contains("header set-cookie is not described");
        }
    }

    @Test
    @Order(99)
    void everyDescribedAnswerWasSeen() {
        Set<String> described = new TreeSet<>();
        for (Operation operation : document.operations().values()) {
            document.answers(operation).forEach(answer -> described.add(operation.name() + " " + answer));
        }
        assertThat(client.seen()).containsExactlyInAnyOrderElementsOf(described);
    }
}
