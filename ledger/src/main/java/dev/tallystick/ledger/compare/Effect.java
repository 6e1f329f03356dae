package dev.tallystick.ledger.compare;

import dev.tallystick.proof.amount.Amount;

/** How a side may have treated some records: what that makes of its total, and how often it is met. */
enum Effect {
    MISSING(1),
    TWICE(2),
    FLIPPED(3);

    private final int bits;

    Effect(int bits) {
        this.bits = bits;
    }

    /** How much less simple than another an explanation with this effect is, in bits. */
    int bits() {
        return bits;
    }

    /** Claimed minus recorded if records with this sum were treated so. */
    Amount difference(Amount sum) {
        return switch (this) {
            case MISSING -> sum.negate();
            case TWICE -> sum;
            case FLIPPED -> sum.plus(sum).negate();
        };
    }

    /** Twice the balance before the records, if twice the balance after them and the difference they make are given. */
    Amount doubledBefore(Amount doubledAfter, Amount difference) {
        return switch (this) {
            case MISSING -> doubledAfter.plus(difference).plus(difference);
            case TWICE -> doubledAfter.minus(difference).minus(difference);
            case FLIPPED -> doubledAfter.plus(difference);
        };
    }
}
