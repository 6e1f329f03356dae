package dev.tallystick.ledger.read;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;

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
    public Position position() {
        return new Position(sequence, balance, credits);
    }
}
