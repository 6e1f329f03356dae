package dev.tallystick.ledger.read;

import java.util.List;

/**
 * What an account had come to by an instant: by when its records were recorded ({@link LedgerReader}), or by when the
 * usage happened ({@link OccurredReader}). May be called from any thread.
 */
public interface PositionReader {
    /**
     * The account's position just before an instant: after all its records with an earlier time.
     *
     * @param head bounds the answer; as given by {@link LedgerReader#account}
     * @param instant milliseconds since the epoch, any value
     */
    Position before(AccountHead head, long instant);

    /** The closing positions of the days in {@code [firstDay, lastDay]} on which the account has records, in order. */
    List<DayClose> days(AccountHead head, long firstDay, long lastDay);
}
