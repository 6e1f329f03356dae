package dev.tallystick.server.index;

import dev.tallystick.ledger.read.LedgerUnreadableException;

/** RocksDB could not answer. The index holds nothing that replay would not bring back: the next start rebuilds it. */
public final class IndexDamagedException extends LedgerUnreadableException {
    private static final long serialVersionUID = 1L;

    IndexDamagedException(String message, Throwable cause) {
        super(message + "; the next start builds it again from the journal", cause);
    }
}
