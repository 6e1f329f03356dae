package dev.tallystick.ledger.read;

import dev.tallystick.proof.amount.Amount;

/**
 * A place in an account's sequence of records with the running figures at it. The difference of two positions is
 * everything about the records between them, so a window of any width costs two look-ups.
 *
 * @param sequence number of records up to here; 0 before the first
 * @param balance their sum
 * @param credits the sum of the positive ones
 */
public record Position(long sequence, Amount balance, Amount credits) {
    public static final Position START = new Position(0, Amount.of(0), Amount.of(0));

    /** The sum of the negative deltas up to here: zero or negative. */
    public Amount debits() {
        return balance.minus(credits);
    }
}
