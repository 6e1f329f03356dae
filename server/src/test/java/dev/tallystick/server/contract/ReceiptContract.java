package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** Drives the operations on receipts and public verification for {@link ContractTest}. */
final class ReceiptContract {
    private static final String BATCH = "/api/v1/balance/delta/batch";
    private static final String BY_ID = "/api/v1/balance/receipts/";
    private static final String LIST = "/api/v1/balance/customers/acme/receipts";
    private static final String[] NO_KEY = {"X-Api-Key", ""};
    private static final String NO_ROOT = "0x" + "ab".repeat(32);

    private final ContractClient client;

    ReceiptContract(ContractClient client) {
        this.client = client;
    }

    private JsonNode record(String customer, int count) {
        StringBuilder deltas = new StringBuilder();
        for (int i = 0; i < count; i++) {
            deltas.append(i == 0 ? "" : ",")
                    .append("{\"customerId\":\"" + customer + "\",\"delta\":-1.5,\"reason\":\"usage\"}");
        }
        HttpResponse<String> reply = client.server().post(BATCH, "{\"deltas\":[" + deltas + "]}");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        return Json.parse(reply.body()).at("/data/results/0");
    }

    void receipts() {
        String delta = record("acme", 3).path("receiptId").asString();
        for (String path : new String[] {"/api/v1/balance/receipt/", "/api/v1/balance/invoice-proof/"}) {
            client.exchange("200", "GET", path + "acme", null);
            client.exchange("200", "GET", path + "acme?startDate=2026-01-15&endDate=2027-03-02", null);
            client.exchange("200", "GET", path + "acme?period=2026-02&limit=1&offset=1&amounts=string", null);
            formats(path + "acme");
            client.exchange("400 VALIDATION_ERROR", "GET", path + "acme?format=xml", null);
            client.exchange(
                    "400 INVALID_SCOPE_COMBINATION", "GET", path + "acme?period=2026-01&timePreset=custom", null);
            client.exchange("400 SCOPE_TOO_WIDE", "GET", path + "acme?startDate=2020-01-01&endDate=2026-01-01", null);
            client.exchange("404 CUSTOMER_NOT_FOUND", "GET", path + "nobody", null);
        }
        JsonNode sealed = client.exchange("200", "GET", "/api/v1/balance/receipt/acme", null)
                .path("data");
        client.exchange("200", "GET", LIST, null);
        client.exchange("200", "GET", LIST + "?limit=1&offset=1&amounts=string", null);
        client.exchange("400 VALIDATION_ERROR", "GET", LIST + "?limit=0", null);
        client.exchange("404 CUSTOMER_NOT_FOUND", "GET", LIST.replace("acme", "nobody"), null);
        byId(delta, sealed.path("checkpointId").asString());
        open(delta, sealed.path("proofRoot").asString());
    }

    private void formats(String path) {
        for (String format : new String[] {"json", "pdf", "tallystick", "tlog-proof"}) {
            client.exchange("200", "GET", path + "?format=" + format, null);
        }
    }

    private void byId(String delta, String checkpoint) {
        for (String id : new String[] {delta, checkpoint}) {
            client.exchange("200", "GET", BY_ID + id + "?limit=2&offset=0&amounts=number", null);
            formats(BY_ID + id);
        }
        client.exchange("400 VALIDATION_ERROR", "GET", BY_ID + delta + "?limit=none", null);
        client.exchange("404 RECORD_NOT_FOUND", "GET", BY_ID + NO_ROOT, null);
        client.exchange("404 RECORD_NOT_FOUND", "GET", BY_ID + "nonsense", null);
        for (int i = 0; i < 11; i++) {
            record("big", 1_000);
        }
        String big = client.exchange("200", "GET", "/api/v1/balance/receipt/big?limit=1", null)
                .at("/data/checkpointId")
                .asString();
        client.exchange("400 SCOPE_TOO_WIDE", "GET", BY_ID + big + "?format=pdf", null);
    }

    private void open(String delta, String checkpoint) {
        for (String path : new String[] {"/api/v1/verify/", "/verify/"}) {
            for (String root : new String[] {delta, checkpoint, NO_ROOT}) {
                client.exchange("200", "GET", path + root, null, NO_KEY);
                client.exchange("200", "GET", path + root + "?source=db", null, NO_KEY);
                client.exchange("200", "GET", path + root + "?source=chain", null, NO_KEY);
                client.exchange("200", "GET", path + root + "?source=both", null, NO_KEY);
            }
            client.exchange("400 VALIDATION_ERROR", "GET", path + "nonsense", null, NO_KEY);
        }
        for (String root : new String[] {delta, checkpoint, NO_ROOT}) {
            client.exchange("200", "GET", "/verify/" + root, null, "X-Api-Key", "", "Accept", "text/html");
        }
        for (String root : new String[] {delta, checkpoint}) {
            client.exchange("200", "GET", "/api/v1/receipt/" + root, null, NO_KEY);
            client.exchange("200", "GET", "/api/v1/receipt/" + root + ".pdf", null, NO_KEY);
        }
        client.exchange("404 NOT_FOUND", "GET", "/api/v1/receipt/" + NO_ROOT, null, NO_KEY);
        client.exchange("404 NOT_FOUND", "GET", "/api/v1/receipt/" + NO_ROOT + ".pdf", null, NO_KEY);
    }
}
