package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.CustomerSettings;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.proof.record.DeltaItem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a customer's cadence lets a new record be: one in each window of it. A correction ({@code adjusts}) always
 * may, for a mistake should not have to wait; it counts as the newest record for what comes after. Stateless.
 */
final class CadenceRule {
    private static final long MILLIS = 1_000;

    private CadenceRule() {}

    /**
     * The refusal, or null if the record may be.
     *
     * @param head the customer as of its newest record, null if it has none
     * @param now when the record would be recorded, milliseconds since the epoch
     */
    static @Nullable Refusal refusal(
            @Nullable CustomerSettings settings, @Nullable AccountHead head, DeltaItem item, long now) {
        if (settings == null || head == null || item.adjusts() != null) {
            return null;
        }
        long waitMillis = settings.eventCadence().waitMillis(head.lastAt(), now);
        return waitMillis == 0 ? null : limited(settings, item, Math.ceilDiv(waitMillis, MILLIS));
    }

    private static Refusal limited(CustomerSettings settings, DeltaItem item, long seconds) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("customerId", item.customerId());
        details.put("retryAfterSeconds", Long.toString(seconds));
        return new Refusal(
                RefusalCode.CADENCE_LIMIT,
                "Customer '" + item.customerId() + "' has the cadence " + settings.eventCadence()
                        + ", and a record of the current window is there already. Nothing was stored. Add this usage to"
                        + " the next delta in " + seconds + " seconds, or have the operator change eventCadence.",
                details);
    }
}
