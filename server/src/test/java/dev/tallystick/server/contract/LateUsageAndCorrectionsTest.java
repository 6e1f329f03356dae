package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
