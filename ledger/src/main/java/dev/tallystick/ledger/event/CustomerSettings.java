package dev.tallystick.ledger.event;

import org.jspecify.annotations.Nullable;

/**
 * What a tenant's operator has set for one customer. None of it enters a hash of a record.
 *
 * @param displayName 1 to 200 characters, null if none is set
 * @param eventCadence how often usage may be recorded
 * @param unitLabel what one unit is called, 1 to 40 characters, null if none is set
 * @param sharingStateHint how the customer's record is shared, 1 to 40 of {@code [A-Z_]}; kept for clients, decides
 *     nothing here
 */
public record CustomerSettings(
        @Nullable String displayName,
        EventCadence eventCadence,
        @Nullable String unitLabel,
        String sharingStateHint) {
    /** Those of a customer for whom nothing was set. */
    public static final CustomerSettings UNSET = new CustomerSettings(null, EventCadence.PER_EVENT, null, "INHERIT");
}
