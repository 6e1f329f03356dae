package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.PositionReader;
import dev.tallystick.ledger.scope.TimeBasis;
import org.jspecify.annotations.Nullable;

/**
 * The account that claims are held against, and the time its records count at.
 *
 * @param head bounds what is counted
 * @param occurred the account's days by time of use, taken with {@code head}; null to count by time recorded
 */
public record Counting(
        LedgerReader reader, AccountHead head, @Nullable OccurredDays occurred) {
    /** Counts by time recorded. */
    public static Counting byRecording(LedgerReader reader, AccountHead head) {
        return new Counting(reader, head, null);
    }

    /** Which time it counts by. */
    public TimeBasis basis() {
        return occurred == null ? TimeBasis.RECORDED : TimeBasis.OCCURRED;
    }

    PositionReader positions() {
        return occurred == null ? reader : occurred;
    }
}
