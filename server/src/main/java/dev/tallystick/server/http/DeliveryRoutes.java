package dev.tallystick.server.http;

import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.webhook.Delivery;
import dev.tallystick.server.webhook.Webhooks;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Shows what came of deliveries, and tries them again. */
final class DeliveryRoutes {
    private static final int PAGE = 50;
    private static final int PAGE_MAX = 100;
    private static final int OFFSET_MAX = 1_000_000;

    private final Authenticator authenticator;
    private final Operators operators;
    private final Map<PlaneName, Webhooks> webhooks;

    DeliveryRoutes(Authenticator authenticator, Operators operators, Map<PlaneName, Webhooks> webhooks) {
        this.authenticator = authenticator;
        this.operators = operators;
        this.webhooks = webhooks;
    }

    void declare(Routes routes) {
        routes.get("/api/v1/balance/webhooks", this::list)
                .post("/api/v1/balance/webhooks/{eventId}/retry", this::retry)
                .get("/dashboard/webhooks/{id}/deliveries", this::history);
    }

    private @Nullable Webhooks of(Caller caller) {
        return webhooks.get(caller.plane().name());
    }

    private Reply list(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        Webhooks of = of(caller);
        return page(exchange, of == null ? List.of() : of.deliveries(caller.tenantId(), wanted(exchange)));
    }

    private Reply history(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        String id = exchange.pathParameter("id");
        for (Webhooks each : webhooks.values()) {
            Endpoint endpoint = each.plane().directory().endpoints().byId(id);
            if (endpoint != null && endpoint.tenantId().equals(tenantId)) {
                Predicate<Delivery> wanted = wanted(exchange);
                return page(
                        exchange,
                        each.deliveries(
                                tenantId, delivery -> delivery.endpointId().equals(id) && wanted.test(delivery)));
            }
        }
        throw Problem.refusal(
                        RefusalCode.NOT_FOUND,
                        "There is no webhook endpoint with this id. GET /dashboard/webhooks lists them.")
                .toException();
    }

    private static Predicate<Delivery> wanted(Exchange exchange) {
        String text = exchange.query().one("status");
        if (text == null || text.isEmpty()) {
            return delivery -> true;
        }
        Delivery.Status status = Delivery.Status.of(text);
        if (status == null) {
            throw Fields.refused("status", "status must be PENDING, DELIVERED or FAILED.");
        }
        return delivery -> delivery.status() == status;
    }

    private static Reply page(Exchange exchange, List<Delivery> all) {
        int limit = (int) exchange.query().integer("limit", 1, PAGE_MAX, PAGE);
        int offset = (int) exchange.query().integer("offset", 0, OFFSET_MAX, 0);
        Envelope envelope = Envelope.open(1_024, false);
        JsonWriter json = envelope.json().beginObject().name("webhooks").beginArray();
        for (int i = offset; i < Math.min(all.size(), offset + limit); i++) {
            WebhookView.write(json, all.get(i));
        }
        json.endArray()
                .name("pagination")
                .beginObject()
                .name("limit")
                .value(limit)
                .name("offset")
                .value(offset)
                .name("total")
                .value(all.size())
                .endObject()
                .endObject();
        return envelope.close(200);
    }

    private Reply retry(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.WRITE);
        String eventId = exchange.pathParameter("eventId");
        Webhooks of = of(caller);
        List<Delivery> known = of == null
                ? List.of()
                : of.deliveries(
                        caller.tenantId(), delivery -> delivery.noticeId().equals(eventId));
        if (of == null || known.isEmpty()) {
            throw Problem.refusal(
                            RefusalCode.NOT_FOUND,
                            "There is no webhook with this id among the newest. GET /api/v1/balance/webhooks lists them.")
                    .toException();
        }
        List<String> told = of.retry(known);
        Envelope envelope = Envelope.open(256, false);
        JsonWriter json = envelope.json()
                .beginObject()
                .name("eventId")
                .value(eventId)
                .name("queued")
                .value(told.size())
                .name("endpointIds")
                .beginArray();
        told.forEach(json::value);
        json.endArray().endObject();
        return envelope.close(201);
    }
}
