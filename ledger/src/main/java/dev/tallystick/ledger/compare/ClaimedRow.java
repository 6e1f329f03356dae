package dev.tallystick.ledger.compare;

import dev.tallystick.proof.amount.Amount;
import org.jspecify.annotations.Nullable;

/**
 * A row of one side's own records.
 *
 * @param line where it stands in what was sent, from 1
 * @param referenceId the side's name for it, or null
 * @param epochDay the UTC day it is dated with, in days since 1970-01-01, or {@link #NO_DAY}; never that without a
 *     reference
 */
public record ClaimedRow(long line, @Nullable String referenceId, Amount delta, long epochDay) {
    /** No date was given. */
    public static final long NO_DAY = Long.MIN_VALUE;

    public ClaimedRow {
        if (referenceId == null && epochDay == NO_DAY) {
            throw new IllegalArgumentException("a row needs a reference or a date");
        }
    }
}
