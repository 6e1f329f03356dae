package dev.tallystick.ledger.read;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import org.jspecify.annotations.Nullable;

/**
 * An account as of its newest record. Immutable: a reader that holds one sees a consistent account whatever is recorded
 * meanwhile.
 *
 * @param number dense number of the account within the plane's index, from 0 in order of first record
 * @param sequence newest record's sequence number
 * @param balance running balance after it
 * @param credits sum of the positive deltas up to it
 * @param proofHash its proof hash: the chain's head
 * @param firstAt when the first record was recorded, milliseconds since the epoch
 * @param lastAt when the newest was
 * @param lastEvent the newest record's event number
 */
public record AccountHead(
        int number,
        AccountKey key,
        long sequence,
        Amount balance,
        Amount credits,
        Hash proofHash,
        long firstAt,
        long lastAt,
        long lastEvent) {
    /**
     * The account after one more record.
     *
     * @param before the account as it was, or null before its first record
     * @param number its number
     * @param event the record's event number
     */
    public static AccountHead after(@Nullable AccountHead before, int number, DeltaRecorded delta, long event) {
        return new AccountHead(
                number,
                before == null ? delta.account() : before.key(),
                delta.sequence(),
                delta.balance(),
                delta.credits(),
                delta.proofHash(),
                before == null ? delta.recordedAt() : before.firstAt(),
                delta.recordedAt(),
                event);
    }

    public Position position() {
        return new Position(sequence, balance, credits);
    }
}
