package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.receipt.ReceiptNotes;
import dev.tallystick.proof.receipt.ReceiptVerifier;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.receipt.Verification;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Usage that is recorded after its month, and corrections, as a client sees them. */
class LateUsageAndCorrectionsTest {
    private static final String DELTA = "/api/v1/balance/delta";
    private static final String DERIVE = "/api/v1/balance/derive/acme";

    private final ContractClient client = new ContractClient(ApiDocument.published());

    @TempDir
    private Path folder;

    private String record(String delta, String more) {
        String body = "{\"customerId\":\"acme\",\"delta\":" + delta + ",\"reason\":\"usage\"" + more + "}";
        return client.exchange("201", "POST", DELTA, body).at("/data/recordId").asString();
    }

    private JsonNode derive(String query) {
        return client.exchange("200", "GET", DERIVE + query, null).path("data");
    }

    @Test
    void lateUsageCountsWhereItHappened_andSaysSo() {
        try (TestServer server = new TestServer(folder)) {
            client.to(server);
            record("-1", "");
            record("-10", ",\"occurredAt\":\"2024-02-10T12:00:00Z\"");
            record("-100", ",\"occurredAt\":\"2024-02-29T23:59:59.999Z\"");
            record("1000", ",\"occurredAt\":\"2024-03-01\"");
            for (int round = 0; round < 2; round++) {
                JsonNode february = derive("?period=2024-02&timeBasis=occurred&granularity=day");
                assertThat(february.path("computedBalance").asInt()).isEqualTo(-110);
                assertThat(february.path("deltasCount").asInt()).isEqualTo(2);
                assertThat(february.path("openingBalance").asInt()).isZero();
                assertThat(february.path("timeBasis").asString()).isEqualTo("occurred");
                assertThat(february.at("/deltas/0/belongsTo").asString()).isEqualTo("2024-02");
                assertThat(february.at("/deltas/1/sequenceNumber").asString()).isEqualTo("3");
                assertThat(february.at("/breakdown/9/netChange").asInt()).isEqualTo(-10);
                assertThat(february.at("/breakdown/28/netChange").asInt()).isEqualTo(-100);
                JsonNode march = derive("?period=2024-03&timeBasis=occurred");
                assertThat(march.path("openingBalance").asInt()).isEqualTo(-110);
                assertThat(march.path("credits").asInt()).isEqualTo(1000);
                assertThat(derive("?period=2024-02").path("deltasCount").asInt())
                        .isZero();
                JsonNode now = derive("");
                assertThat(now.path("computedBalance").asInt()).isEqualTo(889);
                assertThat(now.at("/deltas/1/belongsTo").asString()).isEqualTo("2024-02");
                assertThat(now.at("/deltas/0").has("belongsTo")).isFalse();
                assertThat(derive("?timeBasis=occurred").path("computedBalance").asInt())
                        .isEqualTo(-1);
                JsonNode part = derive("?startDate=2024-02-10T12:00:00Z&endDate=2024-02-29T23:59:59.999Z"
                        + "&timeBasis=occurred&startingBalance=5");
                assertThat(part.path("computedBalance").asInt()).isEqualTo(-5);
                server.restart();
            }
        }
    }

    @Test
    void correctionsAreNamedOnBothSides() {
        try (TestServer server = new TestServer(folder)) {
            client.to(server);
            String original = record("-100", ",\"referenceId\":\"first\"");
            String byReference = record("30", ",\"adjusts\":{\"referenceId\":\"first\"}");
            String byId = record("0.5", ",\"adjusts\":{\"recordId\":\"" + original + "\"}");
            String again = record("-1", ",\"adjusts\":{\"recordId\":\"" + byId + "\"}");
            JsonNode rows = derive("").path("deltas");
            assertThat(rows.at("/0/adjustedBy").toString()).isEqualTo("[\"" + byReference + "\",\"" + byId + "\"]");
            assertThat(rows.at("/0/adjustedByCount").asInt()).isEqualTo(2);
            assertThat(rows.at("/0/netDelta").decimalValue()).isEqualByComparingTo("-69.5");
            assertThat(rows.at("/1/adjustsRecordId").asString()).isEqualTo(original);
            assertThat(rows.at("/2/adjustsRecordId").asString()).isEqualTo(original);
            assertThat(rows.at("/2/adjustedBy/0").asString()).isEqualTo(again);
            assertThat(rows.at("/3").has("adjustedBy")).isFalse();
            for (int i = 0; i < 25; i++) {
                record("1", ",\"adjusts\":{\"recordId\":\"" + again + "\"}");
            }
            JsonNode page = derive("?offset=3&limit=1").path("deltas");
            assertThat(page.at("/0/adjustedBy").size()).isEqualTo(20);
            assertThat(page.at("/0/adjustedByCount").asInt()).isEqualTo(25);
            assertThat(page.at("/0/netDelta").asInt()).isEqualTo(24);
        }
    }

    private byte[] bytes(TestServer server, String path) throws Exception {
        HttpResponse<byte[]> reply = HttpClient.newHttpClient()
                .send(server.request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(reply.statusCode()).isEqualTo(200);
        return reply.body();
    }

    private String paper(TestServer server, String path) throws Exception {
        try (PDDocument document = Loader.loadPDF(bytes(server, path + "?format=pdf"))) {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }

    @Test
    void receiptsShowOriginalCorrectionsAndNet_andTheMonthThatLateUsageBelongsTo() throws Exception {
        try (TestServer server = new TestServer(folder)) {
            client.to(server);
            String original = record("-100", ",\"referenceId\":\"first\",\"occurredAt\":\"2024-02-10T12:00:00Z\"");
            String byReference = record("30", ",\"adjusts\":{\"referenceId\":\"first\"}");
            String byId = record("0.5", ",\"adjusts\":{\"recordId\":\"" + original + "\"}");
            record("-7", "");
            JsonNode receipt = client.exchange("200", "GET", "/api/v1/balance/receipt/acme", null)
                    .path("data");
            JsonNode rows = receipt.path("deltas");
            assertThat(rows.at("/0/belongsTo").asString()).isEqualTo("2024-02");
            assertThat(rows.at("/0/adjustedBy").toString()).isEqualTo("[\"" + byReference + "\",\"" + byId + "\"]");
            assertThat(rows.at("/0/netDelta").decimalValue()).isEqualByComparingTo("-69.5");
            for (JsonNode row :
                    new JsonNode[] {rows.get(1), rows.get(2), derive("").at("/deltas/1")}) {
                assertThat(row.path("adjustsRecordId").asString()).isEqualTo(original);
                assertThat(row.at("/original/delta").asInt()).isEqualTo(-100);
                assertThat(row.at("/original/adjustedByCount").asInt()).isEqualTo(2);
                assertThat(row.at("/original/netDelta").decimalValue()).isEqualByComparingTo("-69.5");
            }
            assertThat(rows.get(3).has("original") || rows.get(3).has("belongsTo"))
                    .isFalse();

            String figures = "original -100, corrections 30.5, net -69.5.";
            String late = "Belongs to 2024-02: used 2024-02-10T12:00:00.000Z, recorded later.";
            String corrected = "Corrected by " + byReference + ", " + byId + ": " + figures;
            String byRoot =
                    "/api/v1/balance/receipts/" + receipt.path("proofRoot").asString();
            byte[] file = bytes(server, byRoot + "?format=tallystick");
            Verification verified = ReceiptVerifier.verify(file, TrustPolicy.ofNobody());
            assertThat(ReceiptNotes.of(verified.receipt()))
                    .containsExactly(
                            new ReceiptNotes.Note(original, late),
                            new ReceiptNotes.Note(original, corrected),
                            new ReceiptNotes.Note(byReference, "Corrects " + original + ": " + figures),
                            new ReceiptNotes.Note(byId, "Corrects " + original + ": " + figures));
            String paper = paper(server, byRoot);
            assertThat(paper).contains(late, corrected, "Corrects " + original + ": " + figures);

            // What is recorded later is in later answers, but changes neither the file nor the document.
            String later = record("5", ",\"adjusts\":{\"referenceId\":\"first\"}");
            assertThat(paper(server, byRoot)).isEqualTo(paper);
            String alone = "/api/v1/balance/receipts/" + rows.at("/1/receiptId").asString();
            assertThat(paper(server, alone))
                    .contains("Corrects " + original + ": original -100, corrections 30, net -70.");
            Verification one =
                    ReceiptVerifier.verify(bytes(server, alone + "?format=tallystick"), TrustPolicy.ofNobody());
            assertThat(ReceiptNotes.of(one.receipt()))
                    .containsExactly(new ReceiptNotes.Note(
                            byReference, "Corrects the record with reference 'first', which is not in this file."));
            JsonNode now = client.exchange("200", "GET", byRoot, null).at("/data/deltas/0");
            assertThat(now.path("netDelta").decimalValue()).isEqualByComparingTo("-64.5");
            assertThat(now.path("adjustedBy").toString()).contains(later);
        }
    }

    @Test
    void aBalanceThatNoClientCouldSendBackIsRefused() {
        try (TestServer server = new TestServer(folder)) {
            client.to(server);
            record("0.000000000000000001", "");
            String large = "12345678901234567890123456789012345678";
            client.exchange("400 VALIDATION_ERROR", "GET", DERIVE + "?startingBalance=" + large, null);
            client.exchange(
                    "400 VALIDATION_ERROR",
                    "POST",
                    "/api/v1/balance/compare",
                    "{\"customerId\":\"acme\",\"yourBalance\":1,\"theirBalance\":1,\"startingBalance\":" + large + "}");
            assertThat(derive("?startingBalance=12345678901234567890&amounts=string")
                            .path("computedBalance")
                            .asString())
                    .isEqualTo("12345678901234567890.000000000000000001");
        }
    }
}
