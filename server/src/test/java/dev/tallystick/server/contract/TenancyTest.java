package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.statement.Countersignature;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Somebody else's id, and one of one's own on the other plane, answer exactly as one that does not exist: status,
 * headers and every byte but the request's name.
 */
class TenancyTest {
    private static final String REASON = ",\"delta\":1,\"reason\":\"usage\"";

    /** What kind of id a route takes. */
    enum Id {
        RECORD,
        CUSTOMER,
        REFERENCE,
        API_KEY,
        CUSTOMER_KEY,
        WEBHOOK,
        DELIVERY,
        CHECKPOINT,
        PROOF_ROOT
    }

    /** A route with the place of the id written {@code ID}; the status says what one's own id answers. */
    record Route(Id id, int own, String method, String path, String body) {
        String send(String text, String id) {
            return text.replace("ID", id)
                    .replace("MINE", IDS.get(Id.CUSTOMER_KEY).getFirst());
        }

        @Override
        public String toString() {
            return method + " " + path + (body == null ? "" : " " + body);
        }
    }

    private static final String DELTA = "/api/v1/balance/delta";
    private static final String KEYS = "/dashboard/api-keys/ID";
    private static final String HOOKS = "/dashboard/webhooks/ID";
    private static final String CHECKPOINTS = "/api/v1/balance/checkpoints";
    private static final Ed25519PrivateKey SECRET = Ed25519PrivateKey.of(new byte[32]);
    private static final String PUBLIC_KEY = SECRET.publicKey().toString();

    /** Well formed, but of nothing: one's own checkpoint refuses it, another's is not even looked at. */
    private static final String SIGNATURE = "{\"signature\":\"" + Countersignature.sign(Hash.ZERO, SECRET) + "\"}";

    static final List<Route> ROUTES = List.of(
            new Route(Id.RECORD, 200, "GET", DELTA + "/ID", null),
            new Route(
                    Id.RECORD,
                    201,
                    "POST",
                    DELTA,
                    "{\"customerId\":\"mine\"" + REASON + ",\"adjusts\":{\"recordId\":\"ID\"}}"),
            new Route(
                    Id.REFERENCE,
                    201,
                    "POST",
                    DELTA,
                    "{\"customerId\":\"mine\"" + REASON + ",\"adjusts\":{\"referenceId\":\"ID\"}}"),
            new Route(
                    Id.RECORD,
                    201,
                    "POST",
                    DELTA + "/batch",
                    "{\"atomic\":true,\"deltas\":[{\"customerId\":\"mine\"" + REASON
                            + ",\"adjusts\":{\"recordId\":\"ID\"}}]}"),
            new Route(
                    Id.REFERENCE,
                    201,
                    "POST",
                    DELTA + "/batch",
                    "{\"atomic\":true,\"deltas\":[{\"customerId\":\"mine\"" + REASON
                            + ",\"adjusts\":{\"referenceId\":\"ID\"}}]}"),
            new Route(Id.CUSTOMER, 200, "GET", "/api/v1/balance/derive/ID?granularity=day", null),
            new Route(Id.CUSTOMER, 200, "GET", "/api/v1/balance/gaps/ID", null),
            new Route(Id.CUSTOMER, 200, "GET", "/api/v1/balance/receipt/ID?period=2020-01", null),
            new Route(Id.CUSTOMER, 200, "GET", "/api/v1/balance/receipt/ID?period=2020-01&format=tallystick", null),
            new Route(Id.CUSTOMER, 200, "GET", "/api/v1/balance/invoice-proof/ID?period=2020-01", null),
            new Route(Id.CUSTOMER, 200, "GET", "/api/v1/balance/customers/ID/receipts", null),
            new Route(Id.PROOF_ROOT, 200, "GET", "/api/v1/balance/receipts/ID", null),
            new Route(Id.PROOF_ROOT, 200, "GET", "/api/v1/balance/receipts/ID?format=tlog-proof", null),
            new Route(Id.CHECKPOINT, 200, "GET", "/api/v1/balance/receipts/ID", null),
            new Route(Id.CUSTOMER, 200, "GET", "/api/v1/balance/customers/ID", null),
            new Route(Id.CUSTOMER, 200, "GET", "/api/v1/balance/customers?search=ID", null),
            new Route(
                    Id.CUSTOMER,
                    201,
                    "POST",
                    "/api/v1/balance/compare",
                    "{\"customerId\":\"ID\",\"yourBalance\":1,\"theirBalance\":1}"),
            new Route(
                    Id.CUSTOMER,
                    201,
                    "POST",
                    "/api/v1/balance/compare",
                    "{\"customerId\":\"ID\",\"yourBalance\":1,\"theirBalance\":1,\"yourRecords\":["
                            + "{\"referenceId\":\"ref-mine\",\"delta\":1}]}"),
            new Route(
                    Id.CUSTOMER,
                    201,
                    "POST",
                    "/api/v1/balance/compare?signed=true",
                    "{\"customerId\":\"ID\",\"yourBalance\":1,\"theirBalance\":1}"),
            new Route(
                    Id.CUSTOMER,
                    201,
                    "POST",
                    "/api/v1/balance/compare/upload?customerId=ID&side=yours",
                    "referenceId,delta\nref-ours,1\nref-else,1\n"),
            new Route(Id.CUSTOMER, 200, "GET", "/dashboard/customers/ID", null),
            new Route(Id.CUSTOMER, 200, "PATCH", "/dashboard/customers/ID", "{\"unitLabel\":\"calls\"}"),
            new Route(Id.WEBHOOK, 200, "GET", HOOKS, null),
            new Route(Id.WEBHOOK, 200, "PATCH", HOOKS, "{\"description\":\"mine\"}"),
            new Route(Id.WEBHOOK, 201, "POST", HOOKS + "/rotate", "{}"),
            new Route(Id.WEBHOOK, 201, "POST", HOOKS + "/test", null),
            new Route(Id.WEBHOOK, 201, "POST", HOOKS + "/replay", "{\"startDate\":\"2026-01-01\"}"),
            new Route(Id.WEBHOOK, 200, "GET", HOOKS + "/deliveries", null),
            new Route(Id.DELIVERY, 201, "POST", "/api/v1/balance/webhooks/ID/retry", null),
            new Route(Id.WEBHOOK, 200, "DELETE", HOOKS, null),
            new Route(
                    Id.CUSTOMER,
                    201,
                    "POST",
                    "/api/v1/balance/checkpoint",
                    "{\"customerId\":\"ID\",\"startDate\":\"2020-01-01\",\"endDate\":\"2020-02-01\"}"),
            new Route(
                    Id.PROOF_ROOT,
                    201,
                    "POST",
                    "/api/v1/balance/checkpoint",
                    "{\"customerId\":\"mine\",\"mode\":\"fingerprints\",\"fingerprints\":[\"ID\"]}"),
            new Route(Id.CUSTOMER, 200, "GET", CHECKPOINTS + "?customerId=ID", null),
            new Route(Id.CHECKPOINT, 200, "GET", CHECKPOINTS + "/ID", null),
            new Route(Id.CHECKPOINT, 400, "POST", CHECKPOINTS + "/ID/countersignature", SIGNATURE),
            new Route(Id.CHECKPOINT, 200, "GET", "/api/v1/balance/derive/mine?startingCheckpoint=ID", null),
            new Route(Id.RECORD, 200, "GET", "/api/v1/balance/derive/mine?startingCheckpoint=ID", null),
            new Route(Id.PROOF_ROOT, 200, "GET", "/api/v1/balance/derive/mine?startingCheckpoint=ID", null),
            new Route(
                    Id.CHECKPOINT,
                    201,
                    "POST",
                    "/api/v1/balance/compare",
                    "{\"customerId\":\"mine\",\"yourBalance\":1,\"theirBalance\":1,\"startingCheckpoint\":\"ID\"}"),
            new Route(Id.CUSTOMER, 200, "GET", "/dashboard/customers/ID/keys", null),
            new Route(Id.CUSTOMER, 201, "POST", "/dashboard/customers/ID/keys", "{\"key\":\"" + PUBLIC_KEY + "\"}"),
            new Route(Id.CUSTOMER, 200, "DELETE", "/dashboard/customers/ID/keys/MINE", null),
            new Route(Id.CUSTOMER_KEY, 200, "DELETE", "/dashboard/customers/mine/keys/ID", null),
            new Route(Id.API_KEY, 200, "GET", KEYS, null),
            new Route(Id.API_KEY, 201, "POST", KEYS + "/rotate", "{\"graceSeconds\":60}"),
            new Route(Id.API_KEY, 200, "DELETE", KEYS, null));

    /** By kind of id: one's own, a stranger's, one's own on the other plane, one of nobody. All of the same length. */
    private static final Map<Id, List<String>> IDS = new TreeMap<>();

    private static TestServer server;
    private static String bearer;

    @BeforeAll
    static void everybodyHasOneOfEach(@TempDir Path folder) {
        server = new TestServer(folder);
        bearer = "Bearer " + server.login(server.tenant);
        String elsewhere = record(server.tenant.productionKey(), "else", "ref-else");
        for (int i = 0; i < 80; i++) {
            // Far enough ahead that on the sandbox nothing has this number.
            elsewhere = record(server.tenant.productionKey(), "else", "ref-else-" + i);
        }
        String mine = record(server.tenant.sandboxKey(), "mine", "ref-mine");
        String theirs = record(server.stranger.sandboxKey(), "ours", "ref-ours");
        // The same customer id on both sides, so that only the tenant and the plane tell them apart.
        record(server.stranger.sandboxKey(), "mine", "ref-ours");
        record(server.tenant.productionKey(), "mine", "ref-else");
        IDS.put(Id.RECORD, List.of(mine, theirs, elsewhere, "r_0000999999"));
        IDS.put(Id.CUSTOMER, List.of("mine", "ours", "else", "none"));
        List<String> checkpoints = List.of(
                sealed(server.tenant.sandboxKey(), "mine"),
                sealed(server.stranger.sandboxKey(), "mine"),
                sealed(server.tenant.productionKey(), "mine"));
        IDS.put(Id.CHECKPOINT, List.of(checkpoints.get(0), checkpoints.get(1), checkpoints.get(2), "chk_0000999999"));
        IDS.put(
                Id.PROOF_ROOT,
                List.of(
                        root(server.tenant.sandboxKey(), mine),
                        root(server.stranger.sandboxKey(), theirs),
                        root(server.tenant.productionKey(), elsewhere),
                        "0x" + "ab".repeat(32)));
        IDS.put(Id.REFERENCE, List.of("ref-mine", "ref-ours", "ref-else", "ref-none"));
        // An operator looks after both planes, so for keys the third is a stranger's on the other plane.
        String theirBearer = "Bearer " + server.login(server.stranger);
        IDS.put(
                Id.WEBHOOK,
                List.of(
                        hook(bearer, "test"),
                        hook(theirBearer, "test"),
                        hook(theirBearer, "live"),
                        "webhook_000000000000"));
        hook(bearer, "live");
        IDS.put(
                Id.DELIVERY,
                List.of(
                        delivery(server.tenant.sandboxKey()),
                        delivery(server.stranger.sandboxKey()),
                        delivery(server.tenant.productionKey()),
                        "evt_1770000000000_x8000000000000000"));
        IDS.put(
                Id.CUSTOMER_KEY,
                List.of(
                        customerKey(bearer, "test"),
                        customerKey(theirBearer, "test"),
                        customerKey(bearer, "live"),
                        "ckey_000000000000"));
        IDS.put(
                Id.API_KEY,
                List.of(key(bearer, "test"), strangersKey("test"), strangersKey("live"), "key_000000000000"));
    }

    private static String customerKey(String authorization, String environment) {
        String body = "{\"key\":\""
                + Ed25519PrivateKey.of(new byte[] {
                            1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7,
                            8
                        })
                        .publicKey()
                + "\",\"environment\":\"" + environment + "\"}";
        HttpResponse<String> reply =
                server.post("/dashboard/customers/mine/keys", body, "Authorization", authorization);
        return Json.parse(reply.body()).at("/data/keyId").asString();
    }

    private static String hook(String authorization, String environment) {
        String body = "{\"url\":\"http://127.0.0.1:9/\",\"environment\":\"" + environment + "\"}";
        HttpResponse<String> reply = server.post("/dashboard/webhooks", body, "Authorization", authorization);
        String id = Json.parse(reply.body()).at("/data/id").asString();
        server.post("/dashboard/webhooks/" + id + "/test", "", "Authorization", authorization);
        return id;
    }

    /** The id of the test event that was sent to the endpoint. */
    private static String delivery(String key) {
        HttpResponse<String> reply = server.get("/api/v1/balance/webhooks", "X-Api-Key", key);
        for (tools.jackson.databind.JsonNode row : Json.parse(reply.body()).at("/data/webhooks")) {
            if (row.path("event").asString().equals("endpoint.test")) {
                return row.path("eventId").asString();
            }
        }
        throw new AssertionError(reply.body());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String record(String key, String customer, String reference) {
        String body = "{\"customerId\":\"" + customer + "\"" + REASON + ",\"referenceId\":\"" + reference + "\"}";
        HttpResponse<String> reply = server.post(DELTA, body, "X-Api-Key", key);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        return Json.parse(reply.body()).at("/data/recordId").asString();
    }

    private static String sealed(String key, String customer) {
        HttpResponse<String> reply =
                server.post("/api/v1/balance/checkpoint", "{\"customerId\":\"" + customer + "\"}", "X-Api-Key", key);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        return Json.parse(reply.body()).at("/data/checkpointId").asString();
    }

    private static String root(String key, String recordId) {
        HttpResponse<String> reply = server.get(DELTA + "/" + recordId, "X-Api-Key", key);
        return Json.parse(reply.body()).at("/data/proofHash").asString();
    }

    private static String strangersKey(String environment) {
        return key("Bearer " + server.login(server.stranger), environment);
    }

    private static String key(String authorization, String environment) {
        String body = "{\"name\":\"x\",\"environment\":\"" + environment + "\"}";
        HttpResponse<String> reply = server.post("/dashboard/api-keys", body, "Authorization", authorization);
        return Json.parse(reply.body()).at("/data/id").asString();
    }

    @ParameterizedTest
    @FieldSource("ROUTES")
    void anIdOfSomebodyElseIsNoId(Route route) {
        List<String> ids = IDS.get(route.id());
        String nobodys = answer(route, ids.get(3));
        assertThat(answer(route, ids.get(1))).as("another tenant's").isEqualTo(nobodys);
        assertThat(answer(route, ids.get(2))).as("the other plane's").isEqualTo(nobodys);
        assertThat(answer(route, ids.get(0)))
                .as("one's own")
                .isNotEqualTo(nobodys)
                .startsWith(route.own() + " ");
    }

    /** Status, headers and body, with the id and what differs from request to request blanked. */
    private static String answer(Route route, String id) {
        HttpRequest.Builder builder = route.path().startsWith("/dashboard")
                ? server.request(route.send(route.path(), id), "Authorization", bearer)
                : server.request(route.send(route.path(), id));
        String body = route.body() == null ? null : route.send(route.body(), id);
        String type = body != null && !body.startsWith("{") ? "text/csv" : "application/json";
        HttpResponse<String> reply = server.send(builder.header("Content-Type", type)
                .method(route.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
        String requestId = reply.headers().firstValue("X-Request-Id").orElseThrow();
        Map<String, List<String>> headers = new TreeMap<>(reply.headers().map());
        headers.remove("date");
        return (reply.statusCode() + " " + headers + " " + reply.body())
                .replace(requestId, "req")
                .replace(id, "ID");
    }

    @Test
    void theTableHasEveryPathThatTakesAnId() {
        Set<String> inTable = new HashSet<>();
        ROUTES.forEach(route -> inTable.add(route.method() + " "
                + route.path().replaceAll("\\?.*", "").replaceAll("/(mine/keys/ID|ID/keys/MINE)$", "/ID/keys/ID")));
        List<String> missing = new ArrayList<>();
        // The log is public: what stands in its paths are planes and tiles, which are nobody's. So is what is asked
        // by a root without a key: it answers everybody the same.
        ApiDocument.published().operations().values().stream()
                .filter(operation -> !operation.template().matches("/log/.*|(/api/v1)?/verify/.*|/api/v1/receipt/.*"))
                .filter(operation -> operation.template().contains("{")
                        || operation.template().startsWith("/api/v1/balance/compare"))
                .map(operation ->
                        operation.method() + " " + operation.template().replaceAll("\\{[^}]*}", "ID"))
                .filter(name -> !inTable.contains(name))
                .forEach(missing::add);
        assertThat(missing).isEmpty();
    }

    @Test
    void referencesAndIdempotencyKeysOfOthersAreFree() {
        String body = "{\"customerId\":\"shared\"" + REASON + ",\"referenceId\":\"shared-ref\"}";
        for (String key :
                List.of(server.tenant.sandboxKey(), server.tenant.productionKey(), server.stranger.sandboxKey())) {
            HttpResponse<String> reply = server.post(DELTA, body, "X-Api-Key", key, "Idempotency-Key", "shared-key");
            assertThat(reply.statusCode()).isEqualTo(201);
            assertThat(reply.headers().firstValue("Idempotent-Replayed")).isEmpty();
            assertThat(Json.parse(reply.body()).at("/data/idempotent").asBoolean(true))
                    .isFalse();
            // Another amount with the same key conflicts for the one who used it.
            String other = body.replace("\"delta\":1", "\"delta\":2");
            assertThat(server.post(DELTA, other, "X-Api-Key", key, "Idempotency-Key", "shared-key")
                            .statusCode())
                    .isEqualTo(409);
        }
        assertThat(server.post(
                                DELTA,
                                body.replace("\"delta\":1", "\"delta\":2"),
                                "X-Api-Key",
                                server.stranger.productionKey(),
                                "Idempotency-Key",
                                "shared-key")
                        .statusCode())
                .isEqualTo(201);
    }
}
