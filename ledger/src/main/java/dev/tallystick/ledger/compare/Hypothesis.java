package dev.tallystick.ledger.compare;

import dev.tallystick.proof.amount.Amount;

/**
 * That a side treated something otherwise than it is recorded. Two with the same effect on the same records are the same
 * one, whatever it is called.
 *
 * @param first sequence of the first record it is about; greater than {@code last} if it is about none
 * @param last sequence of the last
 * @param sum of what it is about
 * @param bits how much it takes to say which one of its sort is meant; the fewer, the simpler
 */
record Hypothesis(ExplanationKind kind, Effect effect, long first, long last, Amount sum, int bits) {
    long count() {
        return Math.max(0, last - first + 1);
    }
}
