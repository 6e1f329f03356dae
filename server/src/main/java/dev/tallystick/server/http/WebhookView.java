package dev.tallystick.server.http;

import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.webhook.Delivery;
import dev.tallystick.server.webhook.Standing;
import dev.tallystick.server.webhook.Webhooks;
import org.jspecify.annotations.Nullable;

/** Renders webhook endpoints and deliveries. */
final class WebhookView {
    private WebhookView() {}

    /** Writes an endpoint's members; the caller opens and closes the object. */
    static void members(JsonWriter json, Webhooks webhooks, Endpoint endpoint) {
        Standing.Figures figures = webhooks.standing().of(endpoint.id());
        json.name("id")
                .value(endpoint.id())
                .name("url")
                .value(endpoint.url())
                .name("description")
                .value(endpoint.description())
                .name("environment")
                .value(webhooks.planeName().label())
                .name("enabled")
                .value(endpoint.enabled())
                .name("disabledBecause")
                .value(disabledBecause(endpoint))
                .name("createdAt")
                .value(UtcText.of(endpoint.createdAt()))
                .name("lastTriggered")
                .value(instant(figures == null ? 0 : figures.lastAt()))
                .name("successCount")
                .value(figures == null ? 0 : figures.successes())
                .name("failureCount")
                .value(figures == null ? 0 : figures.failures())
                .name("failingSince")
                .value(instant(figures == null ? 0 : figures.failingSince()))
                .name("pendingCount")
                .value(figures == null ? 0 : figures.pending())
                .name("eventsBehind")
                .value(figures == null ? 0 : figures.behind());
    }

    private static @Nullable String disabledBecause(Endpoint endpoint) {
        return switch (endpoint.state()) {
            case ENABLED -> null;
            case SWITCHED_OFF -> "An operator switched it off.";
            case GONE -> "It answered 410 (gone).";
            case FAILED -> "It answered nothing but failures for five days.";
        };
    }

    private static @Nullable String instant(long millis) {
        return millis == 0 ? null : UtcText.of(millis);
    }

    /** Writes a delivery as one object. */
    static void write(JsonWriter json, Delivery delivery) {
        Delivery.@Nullable Attempt last =
                delivery.attempts().isEmpty() ? null : delivery.attempts().getLast();
        json.beginObject()
                .name("eventId")
                .value(delivery.noticeId())
                .name("event")
                .value(delivery.name())
                .name("endpointId")
                .value(delivery.endpointId())
                .name("customerId")
                .value(delivery.customerId().isEmpty() ? null : delivery.customerId())
                .name("status")
                .value(delivery.status().name())
                .name("createdAt")
                .value(UtcText.of(delivery.createdAt()))
                .name("nextAttemptAt")
                .value(instant(delivery.nextAt()))
                .name("lastStatusCode");
        if (last == null || last.statusCode() == 0) {
            json.nullValue();
        } else {
            json.value(last.statusCode());
        }
        json.name("attempts").beginArray();
        for (Delivery.Attempt attempt : delivery.attempts()) {
            write(json, attempt);
        }
        json.endArray().endObject();
    }

    /** Writes an attempt as one object. */
    static void write(JsonWriter json, Delivery.Attempt attempt) {
        json.beginObject()
                .name("at")
                .value(UtcText.of(attempt.at()))
                .name("durationMs")
                .value(attempt.millis())
                .name("statusCode");
        if (attempt.statusCode() == 0) {
            json.nullValue();
        } else {
            json.value(attempt.statusCode());
        }
        json.name("outcome")
                .value(attempt.outcome())
                .name("reply")
                .value(attempt.reply())
                .endObject();
    }
}
