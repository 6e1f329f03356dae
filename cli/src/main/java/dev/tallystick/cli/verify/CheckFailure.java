package dev.tallystick.cli.verify;

import org.jspecify.annotations.Nullable;

/** A check cannot be made at all; what it would have said is not known. */
public final class CheckFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean usage;

    private CheckFailure(String message, boolean usage, @Nullable Throwable cause) {
        super(message, cause);
        this.usage = usage;
    }

    /** The caller's flags or keys make no sense. */
    static CheckFailure usage(String message) {
        return new CheckFailure(message, true, null);
    }

    /** A file cannot be read or written, or the server cannot be reached. */
    static CheckFailure surroundings(String message, @Nullable Throwable cause) {
        return new CheckFailure(message, false, cause);
    }

    /** Whether the caller has to change something, rather than the surroundings. */
    public boolean usage() {
        return usage;
    }
}
