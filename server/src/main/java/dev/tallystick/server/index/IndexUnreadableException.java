package dev.tallystick.server.index;

import dev.tallystick.ledger.read.LedgerUnreadableException;

/** A file of the index could not be read just now, as with too many files open. What it holds is as good as before. */
public final class IndexUnreadableException extends LedgerUnreadableException {
    private static final long serialVersionUID = 1L;

    IndexUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
