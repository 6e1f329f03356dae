package dev.tallystick.server.http;

import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.webhook.Delivery;
import dev.tallystick.server.webhook.Webhooks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Shows what came of deliveries, makes them again, and delivers a test. */
final class DeliveryRoutes {
    private static final String ENDPOINT = "/dashboard/webhooks/{id}";
    private static final int BODY_MAX = 16 << 10;
    private static final int PAGE = 50;
    private static final int PAGE_MAX = 100;
    private static final int OFFSET_MAX = 1_000_000;

    private final Authenticator authenticator;
    private final Operators operators;
    private final Map<PlaneName, Webhooks> webhooks;
    private final TenantEndpoints endpoints;

    DeliveryRoutes(Authenticator authenticator, Operators operators, Map<PlaneName, Webhooks> webhooks) {
        this.authenticator = authenticator;
        this.operators = operators;
        this.webhooks = webhooks;
        this.endpoints = new TenantEndpoints(webhooks);
    }

    void declare(Routes routes) {
        routes.get("/api/v1/balance/webhooks", this::list)
                .post("/api/v1/balance/webhooks/{eventId}/retry", this::retry)
                .get(ENDPOINT + "/deliveries", this::history)
                .post(ENDPOINT + "/test", this::test)
                .post(ENDPOINT + "/replay", this::replay);
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
        TenantEndpoints.Found found = endpoints.found(exchange.pathParameter("id"), tenantId);
        String id = found.endpoint().id();
        Predicate<Delivery> wanted = wanted(exchange);
        return page(
                exchange,
                found.webhooks()
                        .deliveries(tenantId, delivery -> delivery.endpointId().equals(id) && wanted.test(delivery)));
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

    private Reply test(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        TenantEndpoints.Found found = endpoints.found(exchange.pathParameter("id"), tenantId);
        Delivery.Attempt attempt = found.webhooks().publishing().test(found.endpoint());
        Envelope envelope = Envelope.openWithStatus(201);
        WebhookView.write(envelope.json(), attempt);
        return envelope.close(201);
    }

    private Reply replay(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        JsonObject body = exchange.parse(exchange.body(tenantId, BODY_MAX));
        WebhookFields.only(body, Set.of("startDate", "endDate"));
        TenantEndpoints.Found found = endpoints.found(exchange.pathParameter("id"), tenantId);
        Long start = WebhookFields.instant(body, "startDate");
        Long end = WebhookFields.instant(body, "endDate");
        if (start == null) {
            throw Fields.missing("startDate");
        }
        if (end != null && end <= start) {
            throw Fields.refused("endDate", "endDate must lie after startDate.");
        }
        Webhooks.Range range =
                found.webhooks().replay(found.endpoint().id(), start, end == null ? Long.MAX_VALUE : end);
        Envelope envelope = Envelope.openWithStatus(201);
        envelope.json()
                .beginObject()
                .name("id")
                .value(found.endpoint().id())
                .name("startDate")
                .value(UtcText.of(start))
                .name("endDate")
                .value(end == null ? null : UtcText.of(end))
                .name("events")
                .value(range.to() - range.from())
                .endObject();
        return envelope.close(201);
    }
}
