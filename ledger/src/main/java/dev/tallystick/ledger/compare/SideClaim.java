package dev.tallystick.ledger.compare;

import dev.tallystick.proof.amount.Amount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one side says of a scope.
 *
 * @param balance what it arrives at, starting balance included
 * @param windows its totals of parts of the scope, in order; empty if it gave none
 * @param records what laying its rows beside the records gave, or null if it gave none
 */
public record SideClaim(
        Amount balance,
        List<ClaimedWindow> windows,
        @Nullable RecordFindings records) {
    /** A balance and nothing more. */
    public static SideClaim of(Amount balance) {
        return new SideClaim(balance, List.of(), null);
    }

    /**
     * A side's total of a part of the scope.
     *
     * @param start first instant inside, milliseconds since the epoch
     * @param end first instant after it
     * @param total sum of its deltas in between
     * @param count how many they are, or null if the side does not say
     */
    public record ClaimedWindow(
            long start, long end, Amount total, @Nullable Long count) {}
}
