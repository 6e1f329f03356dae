package dev.tallystick.server.journal;

import org.jspecify.annotations.Nullable;

/** Why a journal could not do what it was asked; each message says what is wrong and what to do. */
public abstract sealed class JournalException extends RuntimeException
        permits JournalConflict, JournalDamaged, JournalStopped, JournalFormatUnknown, JournalUnreadable {
    private static final long serialVersionUID = 1L;

    JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
