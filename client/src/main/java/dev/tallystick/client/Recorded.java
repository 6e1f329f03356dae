package dev.tallystick.client;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delta as the server recorded it.
 *
 * @param recordId the record's name
 * @param customerId whose balance changed
 * @param delta by how much
 * @param reason why, in words
 * @param referenceId the caller's own name for it, or null
 * @param sequence its number among the customer's records, from 1
 * @param leafIndex the index of its leaf in the log
 * @param contentHash the hash of what was sent
 * @param proofHash the hash of the record in its place; safe to show to anybody
 * @param previousProofHash that of the customer's record before it; null exactly for the first
 * @param recordedAt when, by the server's clock
 * @param balance the customer's balance after it
 * @param idempotent whether it had been recorded before, and nothing was stored now
 * @param json the whole answer, for members that are not here
 */
public record Recorded(
        String recordId,
        String customerId,
        Amount delta,
        String reason,
        @Nullable String referenceId,
        long sequence,
        long leafIndex,
        Hash contentHash,
        Hash proofHash,
        @Nullable Hash previousProofHash,
        Instant recordedAt,
        Amount balance,
        boolean idempotent,
        JsonObject json)
        implements BatchRow {
    static Recorded of(Members members) {
        return new Recorded(
                members.text("recordId"),
                members.text("customerId"),
                members.amount("delta"),
                members.text("reason"),
                members.optionalText("referenceId"),
                members.whole("sequenceNumber"),
                members.whole("deltaIndex"),
                members.hash("contentHash"),
                members.hash("proofHash"),
                members.optionalHash("previousProofHash"),
                members.time("recordedAt"),
                members.amount("balance"),
                members.bool("idempotent"),
                members.object());
    }
}
