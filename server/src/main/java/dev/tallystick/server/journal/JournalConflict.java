package dev.tallystick.server.journal;

import java.util.Locale;

/** Somebody else appended first. Nothing was stored; the journal stays usable. */
public final class JournalConflict extends JournalException {
    private static final long serialVersionUID = 1L;

    private final long expected;
    private final long found;

    /** Makes one from the next event the caller expected and the one the journal has. */
    public JournalConflict(long expected, long found) {
        super(
                String.format(
                        Locale.ROOT,
                        "Another writer has appended to this journal: expected next event %d, found %d. Nothing was"
                                + " stored. Replay from event %d before appending again.",
                        expected,
                        found,
                        Math.min(expected, found)),
                null);
        this.expected = expected;
        this.found = found;
    }

    /** Returns the next event's number as the caller expected it. */
    public long expected() {
        return expected;
    }

    /** Returns the next event's number as the journal has it. */
    public long found() {
        return found;
    }
}
