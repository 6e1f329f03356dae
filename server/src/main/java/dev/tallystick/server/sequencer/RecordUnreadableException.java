package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.read.LedgerUnreadableException;
import dev.tallystick.server.journal.JournalDamaged;
import dev.tallystick.server.journal.JournalException;
import org.jspecify.annotations.Nullable;

/** A recorded event cannot be read from the journal; all others are as good as before. The message names the place. */
public final class RecordUnreadableException extends LedgerUnreadableException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String damagedPlace;

    /** Makes one from what the journal said. */
    public RecordUnreadableException(JournalException cause) {
        super(String.valueOf(cause.getMessage()), cause);
        damagedPlace = cause instanceof JournalDamaged damaged
                ? damaged.file().getFileName() + ", offset " + damaged.offset()
                : null;
    }

    /** The journal's file, without its folder, and the offset in it where it is damaged; null if only reading failed. */
    public @Nullable String damagedPlace() {
        return damagedPlace;
    }
}
