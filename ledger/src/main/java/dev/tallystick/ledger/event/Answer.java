package dev.tallystick.ledger.event;

import dev.tallystick.proof.amount.Amount;
import org.jspecify.annotations.Nullable;

/** What came of one delta or checkpoint of an answered request. */
public sealed interface Answer {
    /** It is the record or checkpoint with this event number; {@code repeated} if it had been stored before. */
    record Stored(long event, boolean repeated) implements Answer {}

    /**
     * The delta was refused.
     *
     * @param code the wire code's name
     * @param customerId as sent, null when it could not be read
     * @param delta as sent, null when it could not be read
     */
    record Refused(
            String code,
            String message,
            @Nullable String customerId,
            @Nullable Amount delta) implements Answer {}
}
