package dev.tallystick.client;

import dev.tallystick.proof.amount.Amount;
import java.time.Instant;
import java.util.List;

/**
 * What two sides say a customer's balance is.
 *
 * @param yourBalance what the caller arrives at
 * @param theirBalance what the other side arrives at
 * @param startingBalance what both begin with
 * @param tolerance how far a claim may be off and still match; zero or more
 * @param yourWindows the caller's totals of parts of the scope, covering it once and in order; may be empty
 * @param theirWindows the other side's
 */
public record Claims(
        Amount yourBalance,
        Amount theirBalance,
        Amount startingBalance,
        Amount tolerance,
        List<Window> yourWindows,
        List<Window> theirWindows) {
    /** Copies the lists. */
    public Claims {
        yourWindows = List.copyOf(yourWindows);
        theirWindows = List.copyOf(theirWindows);
    }

    /** Two totals, from zero, exactly. */
    public static Claims of(Amount yourBalance, Amount theirBalance) {
        return new Claims(yourBalance, theirBalance, Amount.ZERO, Amount.ZERO, List.of(), List.of());
    }

    /** Returns the claims with the caller's windows. */
    public Claims withYourWindows(List<Window> windows) {
        return new Claims(yourBalance, theirBalance, startingBalance, tolerance, windows, theirWindows);
    }

    /** Returns the claims with the other side's windows. */
    public Claims withTheirWindows(List<Window> windows) {
        return new Claims(yourBalance, theirBalance, startingBalance, tolerance, yourWindows, windows);
    }

    /**
     * A part of the scope and what the deltas in it add up to.
     *
     * @param start first instant inside
     * @param end first instant after it
     * @param total the sum of the deltas in between
     */
    public record Window(Instant start, Instant end, Amount total) {}
}
