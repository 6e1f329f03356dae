package dev.tallystick.server.index;

import dev.tallystick.ledger.read.LedgerUnreadableException;
import org.jspecify.annotations.Nullable;

/** RocksDB could not answer, or for another journal. The index holds nothing that replay would not bring back: the next start rebuilds it. */
public final class IndexDamagedException extends LedgerUnreadableException {
    private static final long serialVersionUID = 1L;

    IndexDamagedException(String message, @Nullable Throwable cause) {
        super(message + "; the next start builds it again from the journal", cause);
    }
}
