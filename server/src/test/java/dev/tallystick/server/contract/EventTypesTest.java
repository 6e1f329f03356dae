package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.contract.HookReceiver.Received;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every event that webhooks promise is really sent, once, by what it stands for. */
class EventTypesTest {
    private static final String DELTA = "/api/v1/balance/delta";
    private static final String CUSTOMERS = "/dashboard/customers";

    @TempDir
    private Path folder;

    private TestServer server;
    private HookReceiver receiver;
    private String bearer;
    private String endpoint;

    @BeforeEach
    void start() {
        server = new TestServer(folder);
        receiver = new HookReceiver();
        bearer = "Bearer " + server.login(server.tenant);
        endpoint = operator(201, "/dashboard/webhooks", "{\"url\":\"" + receiver.url() + "\"}")
                .at("/data/id")
                .asString();
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    private JsonNode operator(int status, String path, String body) {
        return answered(status, server.post(path, body, "Authorization", bearer));
    }

    private JsonNode answered(int status, HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        return Json.parse(reply.body());
    }

    private JsonNode delta(String customerId) {
        return answered(
                201, server.post(DELTA, "{\"customerId\":\"" + customerId + "\",\"delta\":5,\"reason\":\"usage\"}"));
    }

    /** Records and seals once more, and returns the names of what is told of the customer until that has come. */
    private List<String> names(String customerId) throws InterruptedException {
        delta(customerId);
        seal(customerId);
        return receiver.until("checkpoint.verified").stream()
                .filter(each -> each.data().path("customerId").asString().equals(customerId))
                .map(Received::event)
                .toList();
    }

    private void seal(String customerId) {
        answered(201, server.post("/api/v1/balance/checkpoint", "{\"customerId\":\"" + customerId + "\"}"));
    }

    @Test
    void aRecordTellsOfItsCustomerAndItself() throws Exception {
        delta("acme");
        List<Received> told = receiver.until("delta.verified");
        assertThat(told).extracting(Received::event).containsExactly("customer.created", "delta.verified");
        assertThat(told.getFirst().data().path("firstRecordId").asString())
                .isEqualTo(told.getLast().data().path("recordId").asString());
    }

    @Test
    void aCustomerMadeByTheOperatorIsToldOnceHoweverOftenItIsMadeAndRecordedFor() throws Exception {
        String body = "{\"customerId\":\"named\",\"displayName\":\"Named\"}";
        operator(201, CUSTOMERS, body);
        Received created = receiver.until("customer.created").getLast();
        assertThat(created.data().path("customerId").asString()).isEqualTo("named");
        assertThat(created.data().path("firstRecordId").isNull()).isTrue();
        operator(201, CUSTOMERS, body);
        answered(
                200,
                server.send(server.request(CUSTOMERS + "/named", "Authorization", bearer)
                        .header("Content-Type", "application/json")
                        .method(
                                "PATCH",
                                java.net.http.HttpRequest.BodyPublishers.ofString("{\"displayName\":\"Other\"}"))
                        .build()));
        assertThat(names("named")).containsExactly("delta.verified", "checkpoint.verified");
        // The stream reads the whole journal again and tells the same.
        String stream =
                server.get("/api/v1/balance/events?lastEventId=-1&limit=2").body();
        assertThat(stream.lines().filter(line -> line.startsWith("event: ")))
                .containsExactly("event: customer.created", "event: delta.verified");
    }

    @Test
    void settingsAfterTheFirstRecordMakeNoCustomer() throws Exception {
        delta("used");
        assertThat(receiver.until("delta.verified").getFirst().event()).isEqualTo("customer.created");
        answered(
                200,
                server.send(server.request(CUSTOMERS + "/used", "Authorization", bearer)
                        .header("Content-Type", "application/json")
                        .method(
                                "PATCH",
                                java.net.http.HttpRequest.BodyPublishers.ofString("{\"displayName\":\"Used\"}"))
                        .build()));
        assertThat(names("used")).containsExactly("delta.verified", "checkpoint.verified");
    }

    @Test
    void theMetricsCountWhatIsDelivered() throws Exception {
        delta("acme");
        receiver.until("delta.verified");
        // The receiver has it before the server has the receiver's answer.
        String metrics = server.get("/metrics").body();
        for (int i = 0; i < 1_000 && !metrics.contains("webhook_deliveries_total 2.0"); i++) {
            Thread.onSpinWait();
            metrics = server.get("/metrics").body();
        }
        assertThat(metrics)
                .contains("\ntallystick_sandbox_webhook_deliveries_total 2.0\n")
                .contains("\ntallystick_sandbox_webhook_failed_attempts_total 0.0\n")
                .contains("\ntallystick_sandbox_webhook_given_up_total 0.0\n")
                .contains("\ntallystick_sandbox_webhook_endpoints 1.0\n")
                .contains("\ntallystick_sandbox_webhook_pending 0.0\n")
                .contains("\ntallystick_sandbox_webhook_oldest_pending_millis 0.0\n")
                .contains("\ntallystick_sandbox_webhook_events_behind 0.0\n")
                .contains("\ntallystick_production_webhook_deliveries_total 0.0\n");
    }

    @Test
    void aReceiptIsToldWhenItIsFirstMade() throws Exception {
        delta("acme");
        JsonNode receipt =
                answered(200, server.get("/api/v1/balance/receipt/acme")).path("data");
        // One is told by the journal and the other is not: they come in either order.
        List<Received> told = receiver.until("checkpoint.verified", "receipt.generated");
        JsonNode data = told.stream()
                .filter(each -> each.event().equals("receipt.generated"))
                .findFirst()
                .orElseThrow()
                .data();
        assertThat(data.path("receiptId").asString())
                .isEqualTo(receipt.path("receiptId").asString());
        for (String same : List.of(
                "checkpointId",
                "customerId",
                "proofRoot",
                "itemsRoot",
                "deltaCount",
                "startingBalance",
                "finalBalance",
                "provisional",
                "scope",
                "verifyUrl",
                "verificationApiUrl")) {
            assertThat(data.path(same)).as(same).isEqualTo(receipt.path(same));
        }
        assertThat(answered(
                                200,
                                server.get("/api/v1/balance/receipts/"
                                        + data.path("receiptId").asString()))
                        .at("/data/checkpointId"))
                .isEqualTo(data.path("checkpointId"));
        answered(200, server.get("/api/v1/balance/receipt/acme"));
        assertThat(names("acme")).containsExactly("delta.verified", "checkpoint.verified");
    }

    @Test
    void aCheckpointAComparisonARefusedDeltaAndATestAreTold() throws Exception {
        delta("acme");
        seal("acme");
        assertThat(receiver.until("checkpoint.verified")
                        .getLast()
                        .data()
                        .path("customerId")
                        .asString())
                .isEqualTo("acme");
        answered(
                201,
                server.post(
                        "/api/v1/balance/compare", "{\"customerId\":\"acme\",\"yourBalance\":5,\"theirBalance\":7}"));
        assertThat(receiver.until("compare.diverged")
                        .getLast()
                        .data()
                        .path("amount")
                        .asInt())
                .isEqualTo(2);
        answered(
                201,
                server.post(
                        DELTA + "/batch", "{\"deltas\":[{\"customerId\":\"acme\",\"delta\":0,\"reason\":\"none\"}]}"));
        JsonNode failed = receiver.until("delta.failed").getLast().data();
        assertThat(failed.path("error").asString()).isEqualTo("VALIDATION_ERROR");
        operator(201, "/dashboard/webhooks/" + endpoint + "/test", "");
        assertThat(receiver.until("endpoint.test")
                        .getLast()
                        .data()
                        .path("endpointId")
                        .asString())
                .isEqualTo(endpoint);
    }
}
