package dev.tallystick.ledger.balance;

import dev.tallystick.ledger.read.Position;
import dev.tallystick.proof.amount.Amount;

/**
 * A part of a scope: what was recorded in it lies between two positions of the account.
 *
 * @param start first instant inside, milliseconds since the epoch
 * @param end first instant after it
 */
public record BalanceWindow(long start, long end, Position opening, Position closing) {
    /** Number of records. */
    public long count() {
        return closing.sequence() - opening.sequence();
    }

    /** Sum of the deltas. */
    public Amount net() {
        return closing.balance().minus(opening.balance());
    }

    /** Sum of the positive deltas. */
    public Amount credits() {
        return closing.credits().minus(opening.credits());
    }

    /** Sum of the negative deltas: zero or less. */
    public Amount debits() {
        return net().minus(credits());
    }
}
