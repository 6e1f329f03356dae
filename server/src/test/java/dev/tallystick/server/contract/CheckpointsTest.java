package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.receipt.ReceiptVerifier;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.receipt.Verification;
import dev.tallystick.proof.statement.Countersignature;
import dev.tallystick.server.sequencer.PlaneName;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Checkpoints over the wire, against the real server. */
class CheckpointsTest {
    private static final Ed25519PrivateKey SECRET = Ed25519PrivateKey.of(new byte[32]);
    private static final String DELTA = "/api/v1/balance/delta";
    private static final String SEAL = "/api/v1/balance/checkpoint";
    private static final String LIST = "/api/v1/balance/checkpoints";
    private static final String DERIVE = "/api/v1/balance/derive/";

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode data(HttpResponse<String> reply, int status) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        return Json.parse(reply.body()).path("data");
    }

    private JsonNode record(String customer, String delta) {
        return data(
                server.post(
                        DELTA, "{\"customerId\":\"" + customer + "\",\"delta\":" + delta + ",\"reason\":\"usage\"}"),
                201);
    }

    private JsonNode seal(String body, String... headers) {
        return data(server.post(SEAL, body, headers), 201);
    }

    private static String text(JsonNode node, String pointer) {
        return node.at(pointer).asString();
    }

    @Test
    void oneCustomersMonth_isSealedAsTheContractSays_andAgainTheSame() {
        record("acme", "10");
        String head = text(record("acme", "-2.5"), "/proofHash");
        JsonNode first = seal("{\"customerId\":\"acme\"}");
        assertThat(text(first, "/checkpointId")).matches("chk_[0-9]{10}");
        assertThat(text(first, "/status")).isEqualTo("VERIFIED");
        assertThat(text(first, "/proofRoot")).matches("0x[0-9a-f]{64}").isEqualTo(text(first, "/merkleRoot"));
        assertThat(text(first, "/chainHead")).isEqualTo(head);
        assertThat(first.at("/finalBalance").decimalValue()).isEqualByComparingTo("7.5");
        assertThat(first.at("/deltaCount").asInt()).isEqualTo(2);
        assertThat(first.at("/provisional").asBoolean()).isTrue();
        assertThat(first.at("/countersigned").asBoolean()).isFalse();
        assertThat(text(first, "/scope/period")).matches("[0-9]{4}-[0-9]{2}");
        assertThat(text(first, "/verifyUrl")).isEqualTo(server.url() + "/verify/" + text(first, "/proofRoot"));
        assertThat(text(first, "/verificationApiUrl"))
                .isEqualTo(server.url() + "/api/v1/verify/" + text(first, "/proofRoot"));

        JsonNode again = seal("{\"customerId\":\"acme\",\"timePreset\":\"current_month\"}");
        assertThat(text(again, "/checkpointId")).isEqualTo(text(first, "/checkpointId"));
        assertThat(again.at("/idempotent").asBoolean()).isTrue();

        record("acme", "1");
        JsonNode grown = seal("{\"customerId\":\"acme\"}");
        assertThat(text(grown, "/previousCheckpoint")).isEqualTo(text(first, "/proofRoot"));
        server.restart();
        assertThat(text(seal("{\"customerId\":\"acme\"}"), "/checkpointId")).isEqualTo(text(grown, "/checkpointId"));
        assertThat(text(data(server.get("/api/v1/balance/customers/acme"), 200), "/latestCheckpoint"))
                .isEqualTo(text(grown, "/proofRoot"));
    }

    @Test
    void withoutACustomer_everybodyWithRecordsIsSealed() {
        record("acme", "10");
        record("globex", "-4");
        JsonNode all = seal("");
        assertThat(all.at("/checkpoints").size()).isEqualTo(2);
        assertThat(all.at("/totalDeltas").asInt()).isEqualTo(2);
        assertThat(all.at("/netChange").asInt()).isEqualTo(6);
        assertThat(all.at("/pagination/total").asInt()).isEqualTo(2);
        assertThat(seal("{\"startDate\":\"2001-01-01\",\"endDate\":\"2001-02-01\"}")
                        .at("/checkpoints")
                        .size())
                .isZero();
    }

    @Test
    void list_isNewestFirst_filteredAndPaged() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            record("acme", "1");
            ids.addFirst(text(seal("{\"customerId\":\"acme\"}"), "/checkpointId"));
        }
        record("globex", "1");
        ids.addFirst(text(
                seal("{\"customerId\":\"globex\",\"startDate\":\"2020-01-01\",\"endDate\":\"2020-02-01\"}"),
                "/checkpointId"));
        JsonNode page = data(server.get(LIST + "?limit=2&offset=1"), 200);
        assertThat(page.at("/checkpoints/0/checkpointId").asString()).isEqualTo(ids.get(1));
        assertThat(page.at("/checkpoints/1/checkpointId").asString()).isEqualTo(ids.get(2));
        assertThat(page.at("/pagination/total").asInt()).isEqualTo(4);
        assertThat(page.at("/pagination/hasMore").asBoolean()).isTrue();
        assertThat(data(server.get(LIST + "?customerId=acme"), 200)
                        .at("/pagination/total")
                        .asInt())
                .isEqualTo(3);
        assertThat(data(server.get(LIST + "?period=2020-01"), 200)
                        .at("/pagination/total")
                        .asInt())
                .isEqualTo(1);
        assertThat(text(data(server.get(LIST + "/" + ids.getLast()), 200), "/checkpointId"))
                .isEqualTo(ids.getLast());
    }

    @Test
    void idempotencyKey_replaysTheReplyToTheByte_alsoAfterItWasCountersigned() {
        record("acme", "10");
        HttpResponse<String> first = server.post(SEAL, "{\"customerId\":\"acme\"}", "Idempotency-Key", "k1");
        assertThat(first.statusCode()).isEqualTo(201);
        record("acme", "5");
        countersigned(
                text(Json.parse(first.body()), "/data/checkpointId"),
                text(Json.parse(first.body()), "/data/proofRoot"));
        HttpResponse<String> again = server.post(SEAL, "{\"customerId\":\"acme\"}", "Idempotency-Key", "k1");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(server.post(SEAL, "{}", "Idempotency-Key", "k1").statusCode())
                .isEqualTo(409);
        // A key that stands for a delta cannot stand for a checkpoint.
        String delta = "{\"customerId\":\"acme\",\"delta\":1,\"reason\":\"usage\"}";
        assertThat(server.post(DELTA, delta, "Idempotency-Key", "k1").statusCode())
                .isEqualTo(409);
        assertThat(server.post(DELTA, delta, "Idempotency-Key", "k2").statusCode())
                .isEqualTo(201);
        assertThat(server.post(SEAL, "{}", "Idempotency-Key", "k2").statusCode())
                .isEqualTo(409);
    }

    private JsonNode countersigned(String checkpointId, String proofRoot) {
        String bearer = "Bearer " + server.login(server.tenant);
        HttpResponse<String> registered = server.post(
                "/dashboard/customers/acme/keys", "{\"key\":\"" + SECRET.publicKey() + "\"}", "Authorization", bearer);
        String keyId = text(data(registered, 201), "/keyId");
        Countersignature signature = Countersignature.sign(Hash.parse(proofRoot), SECRET);
        HttpResponse<String> signed =
                server.post(LIST + "/" + checkpointId + "/countersignature", "{\"signature\":\"" + signature + "\"}");
        JsonNode view = data(signed, 201);
        assertThat(text(view, "/countersignatures/0/keyId")).isEqualTo(keyId);
        return view;
    }

    @Test
    void countersignature_isShownEverywhere_andAWrongOneIsRefused() {
        record("acme", "10");
        JsonNode checkpoint = seal("{\"customerId\":\"acme\"}");
        String id = text(checkpoint, "/checkpointId");
        String page = "/verify/" + text(checkpoint, "/proofRoot");
        assertThat(server.get(page, "X-Api-Key", "", "Accept", "text/html").body())
                .contains("<dt>Countersigned</dt>", "Not by the customer");
        JsonNode signed = countersigned(id, text(checkpoint, "/proofRoot"));
        assertThat(server.get(page, "X-Api-Key", "", "Accept", "text/html").body())
                .contains("key " + text(signed, "/countersignatures/0/keyId"), "The receipt file has the signature")
                .doesNotContain("acme", "Not by the customer");
        assertThat(signed.at("/countersigned").asBoolean()).isTrue();
        assertThat(text(signed, "/countersignatures/0/customerKey")).startsWith("acme+");
        server.restart();
        assertThat(data(server.get(LIST), 200)
                        .at("/checkpoints/0/countersigned")
                        .asBoolean())
                .isTrue();
        String other = Countersignature.sign(Hash.ZERO, Ed25519PrivateKey.of(new byte[32]))
                .toString();
        HttpResponse<String> wrong =
                server.post(LIST + "/" + id + "/countersignature", "{\"signature\":\"" + other + "\"}");
        assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(400);
        assertThat(Json.parse(wrong.body()).at("/error/field").asString()).isEqualTo("signature");
    }

    @Test
    void revokedKey_signsNoMore_andWhatItSignedStays() throws Exception {
        record("acme", "10");
        JsonNode first = seal("{\"customerId\":\"acme\"}");
        JsonNode signed = countersigned(text(first, "/checkpointId"), text(first, "/proofRoot"));
        String key = "/dashboard/customers/acme/keys/" + text(signed, "/countersignatures/0/keyId");
        String[] operator = {"Authorization", "Bearer " + server.login(server.tenant)};
        JsonNode revoked =
                data(server.send(server.request(key, operator).DELETE().build()), 200);
        assertThat(text(revoked, "/revokedAt")).isNotEmpty();
        // Again: nothing more is stored, and the time stays.
        long events = server.events(PlaneName.SANDBOX);
        assertThat(data(server.send(server.request(key, operator).DELETE().build()), 200))
                .isEqualTo(revoked);
        assertThat(server.events(PlaneName.SANDBOX)).isEqualTo(events);
        server.restart();
        record("acme", "5");
        JsonNode second = seal("{\"customerId\":\"acme\"}");
        HttpResponse<String> refused = server.post(
                LIST + "/" + text(second, "/checkpointId") + "/countersignature",
                "{\"signature\":\"" + Countersignature.sign(Hash.parse(text(second, "/proofRoot")), SECRET) + "\"}");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains("revoked");
        String id = text(first, "/checkpointId");
        assertThat(data(server.get(LIST + "/" + id), 200).at("/countersigned").asBoolean())
                .isTrue();
        Verification verified = ReceiptVerifier.verify(
                server.get("/api/v1/balance/receipts/" + id + "?format=tallystick")
                        .body()
                        .getBytes(StandardCharsets.UTF_8),
                TrustPolicy.ofNobody().withCustomerKey(SECRET.publicKey()));
        assertThat(verified.passed()).as(verified.steps().toString()).isTrue();
    }

    @Test
    void fingerprints_coverTheNamedRecords_andUnknownOnesAreRefusedByName() {
        record("acme", "10");
        String second = text(record("acme", "-4"), "/contentHash");
        String third = text(record("acme", "1"), "/proofHash");
        String body = "{\"customerId\":\"acme\",\"mode\":\"fingerprints\",\"fingerprints\":[%s]}";
        JsonNode sealed = seal(body.formatted("\"" + second + "\",\"" + third + "\""));
        assertThat(sealed.at("/deltaCount").asInt()).isEqualTo(2);
        assertThat(sealed.at("/mode").asString()).isEqualTo("fingerprints");
        assertThat(sealed.at("/startingBalance").asInt()).isEqualTo(10);
        assertThat(sealed.at("/finalBalance").asInt()).isEqualTo(7);
        HttpResponse<String> start = server.get("/api/v1/balance/derive/acme?startingCheckpoint="
                + sealed.at("/checkpointId").asString());
        assertThat(start.statusCode())
                .as("what lies between its records would be counted nowhere")
                .isEqualTo(400);
        String unknown = "0x" + "ab".repeat(32);
        HttpResponse<String> refused = server.post(SEAL, body.formatted("\"" + second + "\",\"" + unknown + "\""));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Json.parse(refused.body()).at("/error/fingerprint").asString())
                .isEqualTo(unknown);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
            '{"customerId":"acme","period":"2999-01"}'                                              , 400, VALIDATION_ERROR
            '{"customerId":"acme","period":"2026-01","startDate":"2026-01-01"}'                     , 400, INVALID_SCOPE_COMBINATION
            '{"customerId":"acme","startDate":"2026-01-01"}'                                        , 400, VALIDATION_ERROR
            '{"customerId":"acme","startDate":"2020-01-01","endDate":"2026-01-01"}'                 , 400, SCOPE_TOO_WIDE
            '{"customerId":"acme","startingCheckpoint":"chk_0000000001"}'                           , 400, VALIDATION_ERROR
            '{"customerId":"nobody"}'                                                               , 404, CUSTOMER_NOT_FOUND
            '{"customerId":"acme","mode":"all"}'                                                    , 400, VALIDATION_ERROR
            '{"mode":"fingerprints","fingerprints":["0x00"]}'                                       , 400, VALIDATION_ERROR
            '{"customerId":"acme","mode":"fingerprints"}'                                           , 400, VALIDATION_ERROR
            '{"customerId":"acme","mode":"fingerprints","fingerprints":[]}'                         , 400, VALIDATION_ERROR
            '{"customerId":"acme","mode":"fingerprints","fingerprints":[5]}'                        , 400, VALIDATION_ERROR
            '{"customerId":"acme","fingerprints":[]}'                                               , 400, VALIDATION_ERROR
            '{"customerId":"acme","vendor":"x"}'                                                    , 400, VALIDATION_ERROR
            """)
    void requestThatMakesNoSense_isRefused_andNothingIsStored(String body, int status, String code) {
        record("acme", "10");
        long before = server.events(dev.tallystick.server.sequencer.PlaneName.SANDBOX);
        HttpResponse<String> reply = server.post(SEAL, body, "Idempotency-Key", "k");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(Json.parse(reply.body()).at("/code").asString()).isEqualTo(code);
        assertThat(server.events(dev.tallystick.server.sequencer.PlaneName.SANDBOX))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "mode":"fingerprints","fingerprints":null   | must be an array of 1 to 10000 hashes when mode is
            "mode":"fingerprints"                       | or leave mode out to seal all records
            "mode":"fingerprints","fingerprints":[null] | but null was sent
            "mode":"fingerprints","fingerprints":[5]    | but a number was sent
            "mode":"fingerprints","fingerprints":["0x"] | but '0x' was sent
            """)
    void fingerprintsThatAreNone_areRefusedWithWhatToSend(String members, String words) {
        record("acme", "10");
        HttpResponse<String> reply = server.post(SEAL, "{\"customerId\":\"acme\"," + members + "}");
        assertThat(reply.statusCode()).isEqualTo(400);
        JsonNode problem = Json.parse(reply.body());
        assertThat(problem.at("/error/field").asString()).isEqualTo("fingerprints");
        assertThat(problem.at("/message").asString()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"AQ-_, Character 3 does not belong in Base64", "AQI=, has 64 bytes", "AQ=, groups of four characters"})
    void aSignatureThatIsNone_isRefusedInPlainWords(String text, String words) {
        record("acme", "10");
        String id = text(seal("{\"customerId\":\"acme\"}"), "/checkpointId");
        HttpResponse<String> reply =
                server.post(LIST + "/" + id + "/countersignature", "{\"signature\":\"" + text + "\"}");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(Json.parse(reply.body()).at("/message").asString())
                .contains(words)
                .doesNotContain("Input byte");
    }

    @Test
    void derive_beginsAfterACheckpointOrRecord_howeverItIsNamed() {
        String first = text(record("acme", "10"), "/recordId");
        JsonNode checkpoint = seal("{\"customerId\":\"acme\"}");
        record("acme", "-4");
        record("acme", "1");
        for (String name : new String[] {
            "startingCheckpoint=" + text(checkpoint, "/proofRoot"),
            "startingCheckpoint=" + text(checkpoint, "/proofRoot") + "&startingCheckpointType=proofRoot",
            "startingCheckpoint=" + text(checkpoint, "/itemsRoot"),
            "startingCheckpoint=" + text(checkpoint, "/itemsRoot") + "&startingCheckpointType=itemsRoot",
            "startingCheckpoint=" + text(checkpoint, "/checkpointId"),
            "startingCheckpoint=" + first + "&startingCheckpointType=recordId",
            "startingCheckpoint=" + first + "&startingCheckpointType=anchorId",
        }) {
            JsonNode derived = data(server.get(DERIVE + "acme?startingBalance=10&granularity=day&" + name), 200);
            assertThat(derived.at("/computedBalance").asInt()).as(name).isEqualTo(7);
            assertThat(derived.at("/deltasCount").asInt()).isEqualTo(2);
            assertThat(derived.at("/openingBalance").asInt()).isEqualTo(10);
            assertThat(derived.at("/firstSequence").asInt()).isEqualTo(2);
            assertThat(derived.at("/scope/afterSequence").asInt()).isEqualTo(1);
            assertThat(derived.at("/breakdown/0/netChange").asInt()).isEqualTo(-3);
            assertThat(text(derived, "/latestCheckpoint")).isEqualTo(text(checkpoint, "/proofRoot"));
        }
        JsonNode compared = data(
                server.post(
                        "/api/v1/balance/compare",
                        "{\"customerId\":\"acme\",\"yourBalance\":-3,\"theirBalance\":0,\"startingCheckpoint\":\""
                                + text(checkpoint, "/proofRoot") + "\"}"),
                201);
        assertThat(compared.at("/neutralBalance").asInt()).isEqualTo(-3);
    }

    @ParameterizedTest
    @CsvSource({
        "startingCheckpoint=chk_0000000002&period=2026-01          , 400, INVALID_SCOPE_COMBINATION",
        "startingCheckpoint=nonsense                               , 400, VALIDATION_ERROR",
        "startingCheckpoint=chk_0000000002&startingCheckpointType=x, 400, VALIDATION_ERROR",
        "startingCheckpointType=proofRoot                          , 400, VALIDATION_ERROR",
        "startingCheckpoint=chk_0000000002&startingCheckpointType=proofRoot, 400, VALIDATION_ERROR",
        "startingCheckpoint=chk_0000999999                         , 404, NOT_FOUND",
        "startingCheckpoint=r_0000999999                           , 404, NOT_FOUND",
    })
    void startingCheckpointThatIsNone_isRefused(String query, int status, String code) {
        record("acme", "10");
        HttpResponse<String> reply = server.get(DERIVE + "acme?" + query);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(Json.parse(reply.body()).at("/code").asString()).isEqualTo(code);
    }

    @Test
    void anotherCustomersCheckpoint_isNoneToBeginWith() {
        record("acme", "10");
        record("globex", "1");
        JsonNode checkpoint = seal("{\"customerId\":\"globex\"}");
        for (String pointer : List.of("/proofRoot", "/itemsRoot", "/checkpointId")) {
            assertThat(server.get(DERIVE + "acme?startingCheckpoint=" + text(checkpoint, pointer))
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void settings_areKeptPerPlane() {
        String[] operator = {"Authorization", "Bearer " + server.login(server.tenant)};
        assertThat(data(server.get("/dashboard/settings", operator), 200)
                        .at("/autoClose")
                        .asBoolean())
                .isTrue();
        JsonNode changed = data(server.post("/dashboard/settings", "{\"autoClose\":false}", operator), 201);
        assertThat(changed.at("/autoClose").asBoolean()).isFalse();
        server.restart();
        String[] anew = {"Authorization", "Bearer " + server.login(server.tenant)};
        assertThat(data(server.get("/dashboard/settings", anew), 200)
                        .at("/autoClose")
                        .asBoolean())
                .isFalse();
        assertThat(data(server.get("/dashboard/settings?environment=live", anew), 200)
                        .at("/autoClose")
                        .asBoolean())
                .isTrue();
    }
}
