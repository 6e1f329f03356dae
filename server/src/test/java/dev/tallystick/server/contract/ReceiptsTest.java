package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.ReceiptVerifier;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.receipt.Verification;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.server.sequencer.PlaneName;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Receipts and public verification against the real server; every file is checked by the offline verifier. */
class ReceiptsTest {
    private static final String RECEIPT = "/api/v1/balance/receipt/acme";
    private static final String BY_ID = "/api/v1/balance/receipts/";
    private static final String VERIFY = "/api/v1/verify/";
    private static final String PUBLIC = "/api/v1/receipt/";
    private static final String NO_ROOT = "0x" + "ab".repeat(Hash.LENGTH);

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode record(String reason, String delta) {
        return data(server.post(
                "/api/v1/balance/delta",
                "{\"customerId\":\"acme\",\"delta\":" + delta + ",\"reason\":\"" + reason + "\"}"));
    }

    private static JsonNode data(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isLessThan(300);
        return Json.parse(reply.body()).path("data");
    }

    private JsonNode get(String path) {
        return data(server.get(path));
    }

    private byte[] bytes(String path, String... headers) throws IOException, InterruptedException {
        HttpResponse<byte[]> reply = java.net.http.HttpClient.newHttpClient()
                .send(server.request(path, headers).GET().build(), BodyHandlers.ofByteArray());
        assertThat(reply.statusCode()).isEqualTo(200);
        return reply.body();
    }

    private VerifierKey logKey() {
        return VerifierKey.parse(server.get("/log/sandbox/key", "X-Api-Key", "")
                .body()
                .lines()
                .findFirst()
                .orElseThrow());
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    void theFileOfAWindowPassesEveryStepOfTheOfflineVerifier() throws Exception {
        for (int i = 1; i <= 700; i++) {
            record("usage " + i, i % 7 == 0 ? "3.5" : "-1.25");
        }
        byte[] file = bytes(RECEIPT + "?format=tallystick");
        Verification verified = ReceiptVerifier.verify(file, TrustPolicy.ofLogs(List.of(logKey())));
        assertThat(verified.passed()).as(verified.steps().toString()).isTrue();
        assertThat(verified.receipt().records()).hasSize(700);
        JsonNode json = get(RECEIPT + "?limit=3&offset=698");
        assertThat(verified.receipt().proofRoot())
                .hasToString(json.path("proofRoot").asString());
        assertThat(json.path("deltas").size()).isEqualTo(2);
        assertThat(json.at("/pagination/total").asInt()).isEqualTo(700);
        assertThat(json.at("/verification/itemHashes").get(1)).isEqualTo(json.at("/deltas/1/contentHash"));
        assertThat(json.at("/windowSummaries/0/deltasCount").asInt()).isEqualTo(700);
        assertThat(json.at("/windowSummaries/0/netChange").decimalValue())
                .isEqualByComparingTo(json.path("finalBalance").decimalValue());
    }

    @Test
    void oneRecordHasAReceiptOfItsOwn() throws Exception {
        record("first", "-1");
        String id = record("the one", "-2.5").path("receiptId").asString();
        Verification verified =
                ReceiptVerifier.verify(bytes(BY_ID + id + "?format=tallystick"), TrustPolicy.ofLogs(List.of(logKey())));
        assertThat(verified.passed()).as(verified.steps().toString()).isTrue();
        JsonNode json = get(BY_ID + id);
        assertThat(json.path("kind").asString()).isEqualTo("record");
        assertThat(json.path("startingBalance").decimalValue()).isEqualByComparingTo("-1");
        assertThat(json.path("finalBalance").decimalValue()).isEqualByComparingTo("-3.5");
        assertThat(json.path("deltas").size()).isEqualTo(1);
        assertThat(text(bytes(BY_ID + id + "?format=pdf"))).contains("the one", "-2.5", id);
    }

    @Test
    void theBareProofIsTheStatementsLeafInTheSignedHead() throws Exception {
        record("x", "-1");
        Hash root = Hash.parse(get(RECEIPT).path("proofRoot").asString());
        LogProof proof = LogProof.parse(bytes(RECEIPT + "?format=tlog-proof"));
        proof.head().verify(List.of(logKey()));
        proof.inclusion()
                .verify(
                        TreeHash.leaf(LogEntry.checkpoint(root)),
                        proof.head().head().root());
    }

    @Test
    void askingAgainSealsNothingAndANewRecordSealsAnew() {
        record("x", "-1");
        JsonNode first = get(RECEIPT);
        long events = server.events(PlaneName.SANDBOX);
        assertThat(get(RECEIPT).path("checkpointId")).isEqualTo(first.path("checkpointId"));
        assertThat(get("/api/v1/balance/invoice-proof/acme").path("proofRoot")).isEqualTo(first.path("proofRoot"));
        assertThat(server.events(PlaneName.SANDBOX)).isEqualTo(events);
        assertThat(first.path("provisional").asBoolean()).isTrue();
        record("y", "-1");
        JsonNode second = get(RECEIPT);
        assertThat(second.path("proofRoot")).isNotEqualTo(first.path("proofRoot"));
        assertThat(second.path("deltaCount").asInt()).isEqualTo(2);
        // The first one still says what it said.
        assertThat(get(BY_ID + first.path("checkpointId").asString())
                        .path("deltaCount")
                        .asInt())
                .isEqualTo(1);
        JsonNode list = get("/api/v1/balance/customers/acme/receipts");
        assertThat(list.get(0).path("receiptId")).isEqualTo(second.path("receiptId"));
        assertThat(list.get(1).path("receiptId")).isEqualTo(first.path("receiptId"));
    }

    @Test
    void aWindowThatIsOverHasAFinalReceiptThatStaysWhatItIs() {
        String first = record("x", "-1").path("recordedAt").asString();
        String end = record("y", "-2").path("recordedAt").asString();
        String window = RECEIPT + "?startDate=" + first.substring(0, 4) + "-01-01&endDate=" + end;
        JsonNode sealed = get(window);
        assertThat(sealed.path("provisional").asBoolean()).isFalse();
        assertThat(sealed.path("deltaCount").asInt()).isEqualTo(first.equals(end) ? 0 : 1);
        record("z", "-4");
        long events = server.events(PlaneName.SANDBOX);
        assertThat(get(window).path("proofRoot")).isEqualTo(sealed.path("proofRoot"));
        assertThat(server.events(PlaneName.SANDBOX)).isEqualTo(events);
    }

    @Test
    void aReceiptOverNamedRecordsHoldsThese() {
        String one = record("one", "-1").path("proofHash").asString();
        record("two", "-2");
        String three = record("three", "-4").path("proofHash").asString();
        JsonNode sealed = data(server.post(
                "/api/v1/balance/checkpoint",
                "{\"customerId\":\"acme\",\"mode\":\"fingerprints\",\"fingerprints\":[\"" + one + "\",\"" + three
                        + "\"]}"));
        JsonNode receipt = get(BY_ID + sealed.path("checkpointId").asString());
        assertThat(receipt.path("deltas").size()).isEqualTo(2);
        assertThat(receipt.at("/deltas/1/proofHash").asString()).isEqualTo(three);
        assertThat(receipt.path("debits").decimalValue()).isEqualByComparingTo("-5");
        assertThat(receipt.path("windowSummaries").size()).isZero();
    }

    @Test
    void documentsHaveABoundAndNameTheWayOut() throws Exception {
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            batch.append(i == 0 ? "" : ",").append("{\"customerId\":\"acme\",\"delta\":-1,\"reason\":\"r\"}");
        }
        for (int i = 0; i < 10; i++) {
            data(server.post("/api/v1/balance/delta/batch", "{\"deltas\":[" + batch + "]}"));
        }
        assertThat(text(bytes(RECEIPT + "?format=pdf"))).contains("-10000");
        record("one more", "-1");
        HttpResponse<String> refused = server.get(RECEIPT + "?format=pdf");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("SCOPE_TOO_WIDE", "10001", "format=tallystick", "\"limit\":10000");
        assertThat(ReceiptVerifier.verify(bytes(RECEIPT + "?format=tallystick"), TrustPolicy.ofLogs(List.of(logKey())))
                        .passed())
                .isTrue();
    }

    @Test
    void headTellsTheLengthOfAStreamedFile() throws Exception {
        record("x", "-1");
        byte[] file = bytes(RECEIPT + "?format=tallystick");
        HttpResponse<String> head = server.send(server.request(RECEIPT + "?format=tallystick")
                .method("HEAD", BodyPublishers.noBody())
                .build());
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(file.length);
    }

    @Test
    void whatIsWrongIsSaid() {
        record("x", "-1");
        assertThat(server.get(RECEIPT + "?format=xml").body()).contains("\"field\":\"format\"");
        assertThat(server.get(RECEIPT + "?period=2999-01").body()).contains("\"field\":\"period\"");
        assertThat(server.get("/api/v1/balance/receipt/nobody").body()).contains("CUSTOMER_NOT_FOUND");
        assertThat(server.get(BY_ID + NO_ROOT).body()).contains("RECORD_NOT_FOUND");
        assertThat(server.get(BY_ID + "chk_0000000001").body()).contains("RECORD_NOT_FOUND");
        assertThat(server.get(BY_ID + "nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void anybodyWithARootCanVerifyItInThreeWays() {
        String delta = record("secret usage", "-77.125").path("receiptId").asString();
        String checkpoint = get(RECEIPT).path("proofRoot").asString();
        for (String root : List.of(delta, checkpoint)) {
            for (String source : List.of("db", "chain", "both")) {
                HttpResponse<String> reply = server.get(VERIFY + root + "?source=" + source, "X-Api-Key", "");
                JsonNode verdict = data(reply);
                assertThat(verdict.path("verified").asBoolean())
                        .as(reply.body())
                        .isTrue();
                assertThat(verdict.path("kind").asString()).isEqualTo(root.equals(delta) ? "record" : "checkpoint");
                assertThat(verdict.at("/summary/netChange").isNull()).isTrue();
                assertThat(reply.body()).doesNotContain("acme", "secret", "77.125");
                LogProof proof = proof(verdict);
                proof.head().verify(List.of(logKey()));
                byte[] entry =
                        root.equals(delta) ? LogEntry.delta(Hash.parse(root)) : LogEntry.checkpoint(Hash.parse(root));
                proof.inclusion()
                        .verify(TreeHash.leaf(entry), proof.head().head().root());
            }
        }
    }

    private static LogProof proof(JsonNode verdict) {
        JsonNode inclusion = verdict.at("/verification/inclusionProof");
        List<Hash> path = inclusion.path("hashes").values().stream()
                .map(hash -> Hash.parse(hash.asString()))
                .toList();
        return new LogProof(
                null,
                inclusion.path("leafIndex").asLong(),
                path,
                dev.tallystick.proof.note.SignedHead.parse(
                        verdict.at("/verification/checkpoint").asString().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anUnknownRootHasTheSameShape() {
        String known = record("x", "-1").path("receiptId").asString();
        for (String source : List.of("db", "chain", "both")) {
            JsonNode yes = data(server.get(VERIFY + known + "?source=" + source, "X-Api-Key", ""));
            JsonNode no = data(server.get(VERIFY + NO_ROOT + "?source=" + source, "X-Api-Key", ""));
            assertThat(no.path("verified").asBoolean()).isFalse();
            assertThat(no.propertyNames()).containsExactlyElementsOf(yes.propertyNames());
            assertThat(no.path("verification").propertyNames())
                    .containsExactlyElementsOf(yes.path("verification").propertyNames());
            assertThat(no.path("summary").propertyNames())
                    .containsExactlyElementsOf(yes.path("summary").propertyNames());
        }
        assertThat(server.get(VERIFY + "nonsense", "X-Api-Key", "").statusCode())
                .isEqualTo(400);
        assertThat(server.get(VERIFY + known + "?source=moon", "X-Api-Key", "").statusCode())
                .isEqualTo(400);
    }

    /** The hashes of tenants, keys and settings are public as well, but they are no receipts. */
    @Test
    void aLeafOfAnotherKindIsNoReceipt() throws Exception {
        record("x", "-1");
        byte[] bundle = bytes("/log/sandbox/tile/entries/000.p/2", "X-Api-Key", "");
        assertThat(bundle[2]).as("type of the first event: a tenant").isEqualTo((byte) 2);
        Hash tenant = Hash.ofSlice(bundle, 3);
        for (String source : List.of("db", "chain", "both")) {
            JsonNode verdict = data(server.get(VERIFY + tenant + "?source=" + source, "X-Api-Key", ""));
            assertThat(verdict.path("verified").asBoolean()).isFalse();
            assertThat(verdict.path("kind").isNull()).isTrue();
        }
    }

    @Test
    void thePublicReceiptShowsThatAndNotWhat() throws Exception {
        record("secret usage", "-77.125");
        JsonNode sealed = get(RECEIPT);
        String root = sealed.path("proofRoot").asString();
        HttpResponse<String> reply = server.get(PUBLIC + root, "X-Api-Key", "");
        JsonNode shown = data(reply);
        assertThat(shown.path("verified").asBoolean()).isTrue();
        assertThat(shown.at("/summary/recordCount").asInt()).isEqualTo(1);
        assertThat(reply.body()).doesNotContain("acme", "secret", "77.125");
        String pdf = text(bytes(PUBLIC + root + ".pdf", "X-Api-Key", ""));
        assertThat(pdf).contains("Public receipt", root).doesNotContain("acme", "secret", "77.125");
        assertThat(text(bytes(RECEIPT + "?format=pdf"))).contains("acme", "secret usage", "-77.125", root);
        assertThat(bytes(RECEIPT + "?format=pdf")).isEqualTo(bytes(RECEIPT + "?format=pdf"));
        // Checkpoint ids count upwards, so they could be guessed.
        assertThat(server.get(PUBLIC + sealed.path("checkpointId").asString(), "X-Api-Key", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get(PUBLIC + NO_ROOT, "X-Api-Key", "").statusCode()).isEqualTo(404);
        assertThat(server.get(PUBLIC + NO_ROOT + ".pdf", "X-Api-Key", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void theDocumentNamesTheVendorAndTheMonthInWords() throws Exception {
        record("x", "-1");
        String month = get(RECEIPT).at("/scope/period").asString();
        String words = YearMonth.parse(month).getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " "
                + month.substring(0, 4) + " (UTC)";
        String pdf = text(bytes(RECEIPT + "?format=pdf"));
        assertThat(pdf)
                .containsPattern("Vendor\\s+Vendor of " + server.tenant.id() + " \\(" + server.tenant.id())
                .containsPattern("Period\\s+" + Pattern.quote(words))
                .contains(month + "-01 00:00:00.000 UTC up to, not including, ");
        String root = get(RECEIPT).path("proofRoot").asString();
        assertThat(text(bytes(PUBLIC + root + ".pdf", "X-Api-Key", "")))
                .containsPattern("Period\\s+" + Pattern.quote(words))
                .doesNotContain("Vendor of", server.tenant.id());
        // A window that is no month has no such name.
        assertThat(text(bytes(RECEIPT + "?startDate=" + month + "-01T00:00:00.001Z&endDate=" + month
                        + "-28T00:00:00.000Z&format=pdf")))
                .doesNotContain("Period", words);
    }

    @Test
    void sealingByAskingNeedsAKeyThatMayWrite() {
        String day = record("x", "-1").path("recordedAt").asString();
        record("y", "-2");
        String reader = server.newKey(PlaneName.SANDBOX, server.tenant.id(), new ApiKeyScopes(true, false));
        String[] reads = {"X-Api-Key", reader};
        String over = "?startDate=" + day.substring(0, 4) + "-01-01&endDate=" + day;
        long events = server.events(PlaneName.SANDBOX);
        for (String path : List.of(RECEIPT, "/api/v1/balance/invoice-proof/acme")) {
            for (String scope : List.of(over, over + "&format=pdf", over + "&format=tallystick", "")) {
                HttpResponse<String> refused = server.get(path + scope, reads);
                assertThat(refused.statusCode()).as(path + scope).isEqualTo(403);
                assertThat(refused.body()).contains("INSUFFICIENT_SCOPE", "'write'");
            }
        }
        assertThat(server.events(PlaneName.SANDBOX)).as("nothing was sealed").isEqualTo(events);
        // Once a key that may write has sealed them, the final one is anybody's to read; the other would be sealed
        // anew.
        JsonNode sealed = get(RECEIPT + over);
        get(RECEIPT);
        events = server.events(PlaneName.SANDBOX);
        assertThat(data(server.get(RECEIPT + over, reads)).path("proofRoot")).isEqualTo(sealed.path("proofRoot"));
        assertThat(data(server.get(BY_ID + sealed.path("proofRoot").asString(), reads))
                        .path("proofRoot"))
                .isEqualTo(sealed.path("proofRoot"));
        assertThat(server.get(RECEIPT, reads).statusCode()).isEqualTo(403);
        assertThat(server.events(PlaneName.SANDBOX)).isEqualTo(events);
    }
}
