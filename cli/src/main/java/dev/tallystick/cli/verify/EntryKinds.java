package dev.tallystick.cli.verify;

import dev.tallystick.ledger.event.EventType;
import dev.tallystick.proof.log.LogVerification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kinds of a log's entries in words: what each type byte stands for (docs/formats/events.md). Stateless. */
final class EntryKinds {
    /** One of a kind; and several, where that is not the same with an s. */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(EventType.DELTA_RECORDED, "delta"),
            Map.entry(EventType.TENANT_OPENED, "tenant"),
            Map.entry(EventType.API_KEY_CREATED, "API key"),
            Map.entry(EventType.API_KEY_REVOKED, "API key revocation"),
            Map.entry(EventType.REQUEST_ANSWERED, "kept answer"),
            Map.entry(EventType.CHECKPOINT_SEALED, "checkpoint"),
            Map.entry(EventType.CUSTOMER_KEY_REGISTERED, "customer key"),
            Map.entry(EventType.CHECKPOINT_COUNTERSIGNED, "countersignature"),
            Map.entry(EventType.PERIOD_CLOSED, "closed period"),
            Map.entry(EventType.TENANT_SETTINGS_CHANGED, "change of tenant settings|changes of tenant settings"),
            Map.entry(EventType.LOG_KEY_ROTATED, "log key rotation"),
            Map.entry(EventType.COMPARISON_REPORTED, "comparison"),
            Map.entry(EventType.ENDPOINT_CREATED, "webhook endpoint"),
            Map.entry(EventType.ENDPOINT_CHANGED, "webhook endpoint change"),
            Map.entry(EventType.ENDPOINT_SECRET_ROTATED, "webhook secret rotation"),
            Map.entry(EventType.ENDPOINT_DELETED, "webhook endpoint removal"),
            Map.entry(EventType.DELIVERY_GIVEN_UP, "delivery given up|deliveries given up"),
            Map.entry(EventType.CUSTOMER_SETTINGS_CHANGED, "change of customer settings|changes of customer settings"),
            Map.entry(EventType.CUSTOMER_KEY_REVOKED, "customer key revocation"));

    private EntryKinds() {}

    /** How many entries there are of each kind. */
    static String of(LogVerification found) {
        List<String> parts = new ArrayList<>();
        for (int type = 0; type < found.countByType().size(); type++) {
            long count = found.countByType().get(type);
            if (count > 0) {
                parts.add(count + " " + name(type, count));
            }
        }
        return parts.isEmpty() ? "none read" : String.join(", ", parts);
    }

    static String name(int type, long count) {
        String names = NAMES.get(type);
        if (names == null) {
            return "of type " + type + " (unknown to this program)";
        }
        int several = names.indexOf('|');
        if (count == 1) {
            return several < 0 ? names : names.substring(0, several);
        }
        return several < 0 ? names + "s" : names.substring(several + 1);
    }
}
