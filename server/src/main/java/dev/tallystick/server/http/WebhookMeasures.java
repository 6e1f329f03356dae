package dev.tallystick.server.http;

import dev.tallystick.server.ops.Metrics;
import dev.tallystick.server.webhook.HookCounts;
import dev.tallystick.server.webhook.Webhooks;

/** What {@code /metrics} shows of a plane's webhooks. Stateless. */
final class WebhookMeasures {
    private WebhookMeasures() {}

    static void register(Webhooks webhooks, Metrics metrics) {
        String prefix = "tallystick_" + webhooks.planeName().label() + "_webhook_";
        HookCounts counts = webhooks.counts();
        metrics.counter(prefix + "deliveries", "Webhooks answered 2xx since the start.", counts::delivered);
        metrics.counter(
                prefix + "failed_attempts",
                "Attempts since the start that were not answered 2xx.",
                counts::failedAttempts);
        metrics.counter(
                prefix + "given_up", "Deliveries given up since the start, after ten attempts.", counts::givenUp);
        metrics.gauge(
                prefix + "endpoints",
                "Webhook endpoints that are enabled.",
                () -> webhooks.standing().waiting().endpoints());
        metrics.gauge(
                prefix + "pending",
                "Notices read from the journal that enabled endpoints still have to be told.",
                () -> webhooks.standing().waiting().notices());
        metrics.gauge(
                prefix + "oldest_pending_millis",
                "Time since the oldest of them happened; 0 if there are none. What is replayed counts from when it happened.",
                () -> webhooks.standing().waiting().oldestMillis());
        metrics.gauge(
                prefix + "events_behind",
                "Events of the journal that the enabled endpoint furthest behind has still to read.",
                () -> webhooks.standing().waiting().behind());
    }
}
