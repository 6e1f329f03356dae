package dev.tallystick.server.http;

import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.webhook.Webhooks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A tenant's webhook endpoints on all planes, and nobody else's. Thread-safe. */
final class TenantEndpoints {
    private final Map<PlaneName, Webhooks> webhooks;

    TenantEndpoints(Map<PlaneName, Webhooks> webhooks) {
        this.webhooks = webhooks;
    }

    /** An endpoint and the webhooks it belongs to. */
    record Found(Webhooks webhooks, Endpoint endpoint) {}

    /**
     * The tenant's endpoint with this id.
     *
     * @throws ProblemException 404 if there is none, or it is another tenant's
     */
    Found found(String id, String tenantId) {
        for (Webhooks each : webhooks.values()) {
            Endpoint endpoint = each.plane().directory().endpoints().byId(id);
            if (endpoint != null && endpoint.tenantId().equals(tenantId)) {
                return new Found(each, endpoint);
            }
        }
        throw Problem.refusal(
                        RefusalCode.NOT_FOUND,
                        "There is no webhook endpoint with this id. GET /dashboard/webhooks lists them.")
                .toException();
    }

    /** All of the tenant's, oldest first. */
    List<Found> all(String tenantId) {
        List<Found> all = new ArrayList<>();
        for (Webhooks each : webhooks.values()) {
            each.plane().directory().endpoints().of(tenantId).forEach(endpoint -> all.add(new Found(each, endpoint)));
        }
        all.sort(Comparator.comparingLong(found -> found.endpoint().createdAt()));
        return all;
    }
}
