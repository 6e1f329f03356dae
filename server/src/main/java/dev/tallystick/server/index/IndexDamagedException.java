package dev.tallystick.server.index;

import dev.tallystick.ledger.read.LedgerUnreadableException;
import org.jspecify.annotations.Nullable;

/** RocksDB could not answer, or for another journal. The index holds nothing that replay would not bring back: the next start rebuilds it. */
public final class IndexDamagedException extends LedgerUnreadableException {
    private static final long serialVersionUID = 1L;

    IndexDamagedException(String message, @Nullable Throwable cause) {
        super(message + "; the next start builds it again from the journal", cause);
    }

    /**
     * Makes one for an index that belongs to another journal: with it, wrong sequences would be recorded for good.
     *
     * @param inIndex when its newest event was recorded, milliseconds since the epoch
     * @param inJournal when the journal's event of that number was
     */
    public static IndexDamagedException ofAnotherJournal(long inIndex, long inJournal) {
        return new IndexDamagedException(
                "the index is that of another journal: its newest event was recorded at " + inIndex
                        + ", the journal's at " + inJournal,
                null);
    }
}
