package dev.tallystick.client;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.DeltaItem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of a customer's balance to be recorded. Immutable; each {@code with} returns another one.
 *
 * @param item what is sent and hashed; the server checks its lengths and ranges
 */
public record Delta(DeltaItem item) {
    /** Makes a delta without optional parts. */
    public static Delta of(String customerId, Amount delta, String reason) {
        return new Delta(new DeltaItem(customerId, delta, reason, null, null, null, null));
    }

    /**
     * The same with a decimal number as text, such as {@code "-42.5"}.
     *
     * @throws dev.tallystick.proof.amount.AmountException if the text is no amount
     */
    public static Delta of(String customerId, String delta, String reason) {
        return of(customerId, Amount.parse(delta), reason);
    }

    /** Returns the delta with its own name, which makes every repeat of it harmless, for ever. */
    public Delta withReference(String referenceId) {
        return with(referenceId, item.metadata(), item.adjusts(), item.occurredAt());
    }

    /** Returns the delta with further data that is kept and hashed. */
    public Delta withMetadata(JsonObject metadata) {
        return with(item.referenceId(), metadata, item.adjusts(), item.occurredAt());
    }

    /** Returns the delta as a correction of an earlier record of the same customer. */
    public Delta withAdjusts(Adjusts adjusts) {
        return with(item.referenceId(), item.metadata(), adjusts, item.occurredAt());
    }

    /** Returns the delta with the instant of the usage; anything finer than a millisecond is cut off. */
    public Delta withOccurredAt(Instant occurredAt) {
        return with(
                item.referenceId(), item.metadata(), item.adjusts(), Instant.ofEpochMilli(occurredAt.toEpochMilli()));
    }

    private Delta with(
            @Nullable String referenceId,
            @Nullable JsonObject metadata,
            @Nullable Adjusts adjusts,
            @Nullable Instant occurredAt) {
        return new Delta(new DeltaItem(
                item.customerId(), item.delta(), item.reason(), referenceId, metadata, adjusts, occurredAt));
    }
}
