package dev.tallystick.server.journal;

import org.jspecify.annotations.Nullable;

/**
 * Writing has ended for good, because a write failed or the journal was closed. Reads of acknowledged events go on after
 * a failure. The batch whose write failed may or may not be found at the next opening.
 */
public final class JournalStopped extends JournalException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** Makes one from the first failure's sentence and cause. */
    public JournalStopped(String message, @Nullable Throwable cause) {
        super(message, cause);
        reason = message;
    }

    /** Returns the same for a later caller, with that caller's stack. */
    JournalStopped again() {
        return new JournalStopped(reason, getCause());
    }
}
