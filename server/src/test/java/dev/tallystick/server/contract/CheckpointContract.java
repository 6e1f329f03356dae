package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.statement.Countersignature;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** Drives the operations on checkpoints, customers' keys and settings for {@link ContractTest}. */
final class CheckpointContract {
    static final String SEAL = "/api/v1/balance/checkpoint";
    private static final String LIST = "/api/v1/balance/checkpoints";
    private static final String DELTA = "/api/v1/balance/delta";
    private static final String DERIVE = "/api/v1/balance/derive/acme";
    private static final String COMPARE = "/api/v1/balance/compare";
    private static final String CUSTOMER_KEYS = "/dashboard/customers/acme/keys";
    private static final String SETTINGS = "/dashboard/settings";
    private static final String ONE = "{\"customerId\":\"acme\"}";
    private static final Ed25519PrivateKey SECRET = Ed25519PrivateKey.of(new byte[32]);

    private final ContractClient client;

    CheckpointContract(ContractClient client) {
        this.client = client;
    }

    private JsonNode record(String delta) {
        HttpResponse<String> reply =
                client.server().post(DELTA, "{\"customerId\":\"acme\",\"delta\":" + delta + ",\"reason\":\"usage\"}");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        return Json.parse(reply.body()).path("data");
    }

    /** Seals a checkpoint and returns its id. */
    String sealed() {
        record("-5");
        return client.exchange("201", "POST", SEAL, ONE)
                .at("/data/checkpointId")
                .asString();
    }

    void checkpoints() {
        String content = record("2.5").at("/contentHash").asString();
        JsonNode checkpoint = client.exchange("201", "POST", SEAL, ONE).path("data");
        client.exchange("201", "POST", SEAL + "?amounts=string", null);
        client.exchange(
                "201",
                "POST",
                SEAL,
                "{\"customerId\":\"acme\",\"timePreset\":\"current_month\",\"period\":null,\"mode\":\"fingerprints\","
                        + "\"fingerprints\":[\"" + content + "\"]}",
                "Idempotency-Key",
                "seal-1");
        client.exchange("201", "POST", SEAL, "{\"startDate\":\"2020-01-01\",\"endDate\":\"2020-01-02\"}");
        client.exchange("400 VALIDATION_ERROR", "POST", SEAL, "{\"period\":\"2999-01\"}");
        client.exchange("400 MALFORMED_JSON", "POST", SEAL, "{");
        client.exchange(
                "400 INVALID_SCOPE_COMBINATION", "POST", SEAL, "{\"period\":\"2026-01\",\"timePreset\":\"custom\"}");
        client.exchange(
                "400 SCOPE_TOO_WIDE", "POST", SEAL, "{\"startDate\":\"2020-01-01\",\"endDate\":\"2026-01-01\"}");
        client.exchange("404 CUSTOMER_NOT_FOUND", "POST", SEAL, "{\"customerId\":\"nobody\"}");
        client.exchange("409 IDEMPOTENCY_CONFLICT", "POST", SEAL, ONE, "Idempotency-Key", "seal-1");
        client.exchange("413 PAYLOAD_TOO_LARGE", "POST", SEAL, " ".repeat(1 << 20) + ONE);
        client.exchange("415 UNSUPPORTED_MEDIA_TYPE", "POST", SEAL, ONE, "Content-Type", "text/plain");
        lists(checkpoint.path("checkpointId").asString());
        signatures(checkpoint);
        starts(checkpoint.path("proofRoot").asString());
    }

    private void lists(String id) {
        client.exchange("200", "GET", LIST, null);
        client.exchange("200", "GET", LIST + "?customerId=acme&timePreset=current_month&limit=1&offset=1", null);
        client.exchange("200", "GET", LIST + "?startDate=2020-01-01&endDate=2020-02-01&amounts=string", null);
        client.exchange("400 VALIDATION_ERROR", "GET", LIST + "?limit=101", null);
        client.exchange("400 INVALID_SCOPE_COMBINATION", "GET", LIST + "?period=2026-02&timePreset=custom", null);
        client.exchange("400 SCOPE_TOO_WIDE", "GET", LIST + "?startDate=2020-01-01&endDate=2026-01-01", null);
        client.exchange("404 CUSTOMER_NOT_FOUND", "GET", LIST + "?customerId=nobody", null);
        client.exchange("200", "GET", LIST + "/" + id + "?amounts=string", null);
        client.exchange("400 VALIDATION_ERROR", "GET", LIST + "/%ff", null);
        client.exchange("404 NOT_FOUND", "GET", LIST + "/chk_0000999999", null);
    }

    private void signatures(JsonNode checkpoint) {
        String id = checkpoint.path("checkpointId").asString();
        String path = LIST + "/" + id + "/countersignature";
        String signature = Countersignature.sign(
                        Hash.parse(checkpoint.path("proofRoot").asString()), SECRET)
                .toString();
        String body = "{\"signature\":\"" + signature + "\"}";
        client.exchange("400 VALIDATION_ERROR", "POST", path, body);
        String[] bearer = {"Authorization", "Bearer " + client.server().login(client.server().tenant)};
        client.exchange("201", "POST", CUSTOMER_KEYS, "{\"key\":\"" + SECRET.publicKey() + "\"}", bearer);
        client.exchange("201", "POST", path, body);
        client.exchange("201", "POST", path + "?amounts=string", body.replace("}", ",\"keyId\":null}"));
        client.exchange("400 MALFORMED_JSON", "POST", path, "[");
        client.exchange("404 NOT_FOUND", "POST", LIST + "/chk_0000999999/countersignature", body);
        client.exchange("413 PAYLOAD_TOO_LARGE", "POST", path, " ".repeat(4 << 10) + body);
        client.exchange("415 UNSUPPORTED_MEDIA_TYPE", "POST", path, body, "Content-Type", "text/plain");
        client.exchange("200", "GET", LIST, null);
    }

    private void starts(String proofRoot) {
        record("1");
        client.exchange("200", "GET", DERIVE + "?startingCheckpoint=" + proofRoot, null);
        client.exchange(
                "200",
                "GET",
                DERIVE + "?startingCheckpoint=" + proofRoot + "&startingCheckpointType=proofRoot&granularity=month",
                null);
        client.exchange("404 NOT_FOUND", "GET", DERIVE + "?startingCheckpoint=chk_0000999999", null);
        String claims = "{\"customerId\":\"acme\",\"yourBalance\":1,\"theirBalance\":1,\"startingCheckpoint\":\"";
        client.exchange("201", "POST", COMPARE, claims + proofRoot + "\",\"startingCheckpointType\":\"proofRoot\"}");
        client.exchange("404 NOT_FOUND", "POST", COMPARE, claims + "r_0000999999\"}");
    }

    void administration(String[] bearer) {
        record("1");
        String key = "{\"key\":\"" + SECRET.publicKey() + "\",\"environment\":\"test\"}";
        JsonNode made = client.exchange("201", "POST", CUSTOMER_KEYS, key, bearer);
        String vkey = made.at("/data/customerKey").asString();
        client.exchange("201", "POST", CUSTOMER_KEYS, "{\"key\":\"" + vkey + "\",\"environment\":null}", bearer);
        client.exchange("200", "GET", CUSTOMER_KEYS, null, bearer);
        JsonNode keys = client.exchange("200", "GET", CUSTOMER_KEYS + "?environment=sandbox", null, bearer);
        assertThat(keys.at("/data/items").size()).isEqualTo(1);
        client.exchange("404 CUSTOMER_NOT_FOUND", "GET", CUSTOMER_KEYS + "?environment=live", null, bearer);
        String one = CUSTOMER_KEYS + "/" + made.at("/data/keyId").asString();
        client.exchange("404 NOT_FOUND", "DELETE", one + "?environment=live", null, bearer);
        client.exchange("400 VALIDATION_ERROR", "DELETE", one + "?environment=moon", null, bearer);
        client.exchange("404 NOT_FOUND", "DELETE", CUSTOMER_KEYS + "/ckey_000000000000", null, bearer);
        client.exchange("200", "DELETE", one + "?environment=sandbox", null, bearer);
        client.exchange("200", "DELETE", one, null, bearer);
        client.exchange("200", "GET", CUSTOMER_KEYS, null, bearer);
        client.exchange("400 VALIDATION_ERROR", "POST", CUSTOMER_KEYS, key, bearer);
        client.exchange("400 VALIDATION_ERROR", "GET", CUSTOMER_KEYS + "?environment=moon", null, bearer);
        client.exchange("400 VALIDATION_ERROR", "POST", CUSTOMER_KEYS, "{\"key\":\"a+b+c\"}", bearer);
        client.exchange("404 CUSTOMER_NOT_FOUND", "POST", "/dashboard/customers/nobody/keys", key, bearer);
        client.exchange("200", "GET", SETTINGS, null, bearer);
        client.exchange("200", "GET", SETTINGS + "?environment=live", null, bearer);
        client.exchange("400 VALIDATION_ERROR", "GET", SETTINGS + "?environment=moon", null, bearer);
        String settings = "{\"autoClose\":false,\"shareNetChange\":true,\"environment\":\"live\"}";
        client.exchange("201", "POST", SETTINGS, settings, bearer);
        client.exchange("201", "POST", SETTINGS, "{\"autoClose\":null,\"environment\":null}", bearer);
        client.exchange("400 VALIDATION_ERROR", "POST", SETTINGS, "{\"autoClose\":1}", bearer);
        for (String path : new String[] {CUSTOMER_KEYS, SETTINGS}) {
            String body = path.equals(SETTINGS) ? settings : key;
            client.exchange("400 MALFORMED_JSON", "POST", path, "[", bearer);
            client.exchange("413 PAYLOAD_TOO_LARGE", "POST", path, " ".repeat(16 << 10) + body, bearer);
            client.exchange(
                    "415 UNSUPPORTED_MEDIA_TYPE",
                    "POST",
                    path,
                    body,
                    bearer[0],
                    bearer[1],
                    "Content-Type",
                    "text/html");
        }
    }

    /** With the planes stopped and the customer there. */
    void stopped(String[] bearer) {
        client.exchange("503 SERVICE_UNAVAILABLE", "POST", SEAL, ONE);
        client.exchange(
                "503 SERVICE_UNAVAILABLE", "POST", CUSTOMER_KEYS, "{\"key\":\"" + SECRET.publicKey() + "\"}", bearer);
        client.exchange("503 SERVICE_UNAVAILABLE", "DELETE", CUSTOMER_KEYS + "/ckey_000000000000", null, bearer);
        client.exchange("503 SERVICE_UNAVAILABLE", "POST", SETTINGS, "{\"autoClose\":false}", bearer);
    }

    /** With a server that has no memory left for a body. */
    void full() {
        String body = "{\"signature\":\"" + Countersignature.sign(Hash.ZERO, SECRET) + "\"}";
        client.exchange("503 SERVICE_UNAVAILABLE", "POST", LIST + "/chk_0000000001/countersignature", body);
    }
}
