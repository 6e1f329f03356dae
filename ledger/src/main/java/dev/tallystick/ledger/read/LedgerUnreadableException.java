package dev.tallystick.ledger.read;

import org.jspecify.annotations.Nullable;

/** What is recorded cannot be read at present, because its storage fails. Says nothing about what is recorded. */
public abstract class LedgerUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected LedgerUnreadableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
