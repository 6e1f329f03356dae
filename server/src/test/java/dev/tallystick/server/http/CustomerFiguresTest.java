package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The figures of customers, over a history in which no two figures are alike. */
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
}
