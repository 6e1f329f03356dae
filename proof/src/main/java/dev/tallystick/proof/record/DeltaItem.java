package dev.tallystick.proof.record;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client sent for one delta, and so what its content hash covers. Limits on lengths and ranges are the server's
 * to check, not this type's.
 *
 * @param customerId whose balance changes
 * @param delta by how much
 * @param reason why, in words
 * @param referenceId the client's own name for the delta, or null
 * @param metadata whatever else the client wants kept, or null
 * @param adjusts the earlier record this one corrects, or null
 * @param occurredAt when the usage happened, or null; anything finer than a millisecond is cut off where it is hashed
 */
public record DeltaItem(
        String customerId,
        Amount delta,
        String reason,
        @Nullable String referenceId,
        @Nullable JsonObject metadata,
        @Nullable Adjusts adjusts,
        @Nullable Instant occurredAt) {}
