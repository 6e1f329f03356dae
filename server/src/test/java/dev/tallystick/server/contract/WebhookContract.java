package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.contract.ApiDocument.Operation;
import tools.jackson.databind.JsonNode;

/** The part of {@link ContractTest} that is about webhooks. */
final class WebhookContract {
    static final String HOOKS = "/dashboard/webhooks";
    private static final String LOG = "/api/v1/balance/webhooks";
    private static final String EVENTS = "/api/v1/balance/events";
    private static final String[] NO_KEY = {"X-Api-Key", ""};
    private static final String NEVER = "/webhook_000000000000";
    private static final String BODY =
            "{\"url\":\"http://127.0.0.1:9/hook\",\"description\":\"x\",\"environment\":null}";

    private final ContractClient client;
    private final String[] bearer;
    private final String[] typed;
    private final String[] cookie;
    private final String[] csrf;

    WebhookContract(ContractClient client) {
        this.client = client;
        String token = client.server().login(client.server().tenant);
        bearer = new String[] {"Authorization", "Bearer " + token};
        typed = new String[] {bearer[0], bearer[1], "Content-Type", "text/html"};
        cookie = new String[] {"Cookie", "tallystick_session=" + token};
        csrf = new String[] {cookie[0], cookie[1], "X-Pacspace-CSRF", "1"};
    }

    void run(ApiDocument document) {
        JsonNode made = client.exchange("201", "POST", HOOKS, BODY, bearer);
        String one = HOOKS + "/" + made.at("/data/id").asString();
        assertThat(made.at("/data/secret").asString()).startsWith("whsec_");
        client.exchange("201", "POST", HOOKS, "{\"url\":\"https://example.com/\",\"environment\":\"live\"}", csrf);
        client.exchange("400 VALIDATION_ERROR", "POST", HOOKS, "{\"url\":\"ftp://example.com/\"}", bearer);
        client.exchange("200", "GET", HOOKS, null, cookie);
        client.exchange("200", "GET", HOOKS + "?page=2&limit=1", null, bearer);
        client.exchange("400 VALIDATION_ERROR", "GET", HOOKS + "?page=0", null, bearer);
        client.exchange("200", "GET", one, null, bearer);
        client.exchange("200", "PATCH", one, "{\"url\":\"http://127.0.0.1:9/\",\"enabled\":false}", bearer);
        client.exchange("200", "PATCH", one, "{\"enabled\":true,\"description\":null}", csrf);
        client.exchange("400 VALIDATION_ERROR", "PATCH", one, "{\"enabled\":1}", bearer);
        client.exchange("201", "POST", one + "/rotate", "{\"overlapSeconds\":60}", bearer);
        client.exchange("201", "POST", one + "/rotate", null, bearer);
        client.exchange("400 VALIDATION_ERROR", "POST", one + "/rotate", "{\"overlapSeconds\":86401}", bearer);
        JsonNode attempt = client.exchange("201", "POST", one + "/test", null, bearer);
        assertThat(attempt.at("/data/statusCode").isNull()).isTrue();
        client.exchange(
                "201", "POST", one + "/replay", "{\"startDate\":\"2026-01-01\",\"endDate\":\"2026-02-01\"}", bearer);
        client.exchange("201", "POST", one + "/replay", "{\"startDate\":\"2026-01-01\",\"endDate\":null}", bearer);
        client.exchange("400 VALIDATION_ERROR", "POST", one + "/replay", "{}", bearer);
        deliveries(one);
        events();
        for (String path : new String[] {HOOKS, one, one + "/rotate", one + "/replay"}) {
            String method = path.equals(one) ? "PATCH" : "POST";
            client.exchange("400 MALFORMED_JSON", method, path, "{", bearer);
            client.exchange("413 PAYLOAD_TOO_LARGE", method, path, " ".repeat(16 << 10) + "{}", bearer);
            client.exchange("415 UNSUPPORTED_MEDIA_TYPE", method, path, "{}", typed);
        }
        everywhere(document, made.at("/data/id").asString());
        client.exchange("200", "DELETE", one, null, csrf);
    }

    private void deliveries(String one) {
        client.exchange("200", "GET", one + "/deliveries?status=FAILED&limit=5&offset=0", null, bearer);
        client.exchange("400 VALIDATION_ERROR", "GET", one + "/deliveries?status=odd", null, bearer);
        JsonNode log = client.exchange("200", "GET", LOG + "?limit=10", null);
        assertThat(log.at("/data/webhooks/0/event").asString()).isEqualTo("endpoint.test");
        client.exchange("200", "GET", LOG + "?status=DELIVERED&offset=1", null);
        client.exchange("400 VALIDATION_ERROR", "GET", LOG + "?status=odd", null);
        String eventId = log.at("/data/webhooks/0/eventId").asString();
        JsonNode again = client.exchange("201", "POST", LOG + "/" + eventId + "/retry", "{}");
        assertThat(again.at("/data/queued").asInt()).isEqualTo(1);
        client.exchange("400 VALIDATION_ERROR", "POST", LOG + "/%ff/retry", null);
        client.exchange("404 NOT_FOUND", "POST", LOG + "/evt_0000000000000_1/retry", null);
    }

    private void events() {
        client.exchange(
                "201", "POST", "/api/v1/balance/delta", "{\"customerId\":\"acme\",\"delta\":1,\"reason\":\"usage\"}");
        client.exchange("200", "GET", EVENTS + "?lastEventId=-1&limit=2", null);
        client.exchange(
                "200",
                "GET",
                EVENTS + "?limit=1",
                null,
                "X-Api-Key",
                client.server().tenant.sandboxKey(),
                "Last-Event-ID",
                "-1");
        client.exchange("400 VALIDATION_ERROR", "GET", EVENTS + "?lastEventId=x", null);
    }

    private void everywhere(ApiDocument document, String id) {
        for (Operation operation : document.operations().values()) {
            if (!operation.template().startsWith(HOOKS)) {
                continue;
            }
            String path = operation.template().replace("{id}", id);
            String body = operation.method().equals("PATCH") || path.endsWith("/replay")
                    ? path.endsWith("/replay") ? "{\"startDate\":\"2026-01-01\"}" : "{}"
                    : null;
            client.exchange("401 INVALID_API_KEY", operation.method(), path, body, NO_KEY);
            if (!operation.method().equals("GET")) {
                client.exchange("403 INSUFFICIENT_SCOPE", operation.method(), path, body, cookie);
            }
            if (operation.template().contains("{id}")) {
                String never = operation.template().replace("/{id}", NEVER);
                client.exchange("404 NOT_FOUND", operation.method(), never, body, bearer);
                if (operation.method().equals("GET") || operation.method().equals("DELETE") || path.endsWith("/test")) {
                    client.exchange(
                            "400 VALIDATION_ERROR",
                            operation.method(),
                            operation.template().replace("{id}", "%ff"),
                            null,
                            bearer);
                }
            }
        }
    }

    /** What is answered when nothing can be stored. */
    void stopped(String id) {
        client.exchange("503 SERVICE_UNAVAILABLE", "POST", HOOKS, BODY, bearer);
        client.exchange("503 SERVICE_UNAVAILABLE", "PATCH", HOOKS + "/" + id, "{}", bearer);
        client.exchange("503 SERVICE_UNAVAILABLE", "DELETE", HOOKS + "/" + id, null, bearer);
        client.exchange("503 SERVICE_UNAVAILABLE", "POST", HOOKS + "/" + id + "/rotate", null, bearer);
    }

    /** Makes an endpoint and returns its id. */
    String made() {
        return client.exchange("201", "POST", HOOKS, BODY, bearer)
                .at("/data/id")
                .asString();
    }
}
