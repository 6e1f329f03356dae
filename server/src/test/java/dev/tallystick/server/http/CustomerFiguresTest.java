package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of customers and months, over a history in which no two figures are alike. */
class CustomerFiguresTest {
    private static final String API = "/api/v1/balance";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer();
        record("2026-01-31T23:59:59.999Z", "acme", "-100");
        record("2026-02-01T00:00:00Z", "acme", "-20.5");
        record("2026-02-10T00:00:00Z", "globex", "-3000");
        record("2026-02-28T23:59:59.999Z", "acme", "7");
        record("2026-03-01T00:00:00Z", "acme", "-1000");
        record("2026-04-01T00:00:00Z", "acme", "0.25");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void record(String time, String customer, String delta) {
        server.sandbox.clock.set(Instant.parse(time).toEpochMilli());
        assertThat(server.post(API + "/delta", TestServer.delta(customer, delta, ""))
                        .status())
                .isEqualTo(201);
    }

    private static void assertFigure(JsonObject figures, String name, String value) {
        assertThat(((JsonNumber) figures.get(name)).value()).as(name).isEqualByComparingTo(value);
    }

    @Test
    void theSummarySaysWhatWasAddedAndWhatWasTakenOfAllCustomers() {
        JsonObject summary = server.get(API + "/customers/summary").data();
        assertFigure(summary, "totalCustomers", "2");
        assertFigure(summary, "totalDeltas", "6");
        assertFigure(summary, "totalCredits", "7.25");
        assertFigure(summary, "totalDebits", "-4120.5");
        assertFigure(summary, "netChange", "-4113.25");
    }

    @ParameterizedTest
    @CsvSource({
        // month, records, credits, debits, net change, balance at its end
        "2025-12, 0, 0,    0,     0,     0",
        "2026-01, 1, 0,    -100,  -100,  -100",
        "2026-02, 2, 7,    -20.5, -13.5, -113.5",
        "2026-03, 1, 0,    -1000, -1000, -1113.5",
        "2026-04, 1, 0.25, 0,     0.25,  -1113.25",
        "2026-05, 0, 0,    0,     0,     -1113.25",
    })
    void aMonthEndsWithTheBalanceAfterItsLastRecord(
            String month, String count, String credits, String debits, String net, String balance) {
        JsonObject alone = server.get(API + "/customers/acme?period=" + month).data();
        JsonArray list = (JsonArray) server.get(API + "/customers?search=acme&period=" + month)
                .data()
                .get("customers");
        for (JsonObject customer :
                new JsonObject[] {alone, (JsonObject) list.values().getFirst()}) {
            JsonObject figures = (JsonObject) customer.get("month");
            assertFigure(figures, "acceptedDeltas", count);
            assertFigure(figures, "verifiedDeltas", count);
            assertFigure(figures, "credits", credits);
            assertFigure(figures, "debits", debits);
            assertFigure(figures, "netChange", net);
            assertFigure(figures, "cumulativeBalance", balance);
            assertFigure(customer, "computedBalance", "-1113.25");
        }
    }
}
