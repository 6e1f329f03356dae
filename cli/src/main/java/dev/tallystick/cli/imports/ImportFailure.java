package dev.tallystick.cli.imports;

import org.jspecify.annotations.Nullable;

/** An import cannot go on. What was stored until then stays, and importing again continues without storing it twice. */
public final class ImportFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean usage;

    private ImportFailure(String message, boolean usage, @Nullable Throwable cause) {
        super(message, cause);
        this.usage = usage;
    }

    /** The caller's flags, key or file make no sense. */
    static ImportFailure usage(String message) {
        return new ImportFailure(message, true, null);
    }

    /** A file cannot be read or written, or the server cannot be reached. */
    static ImportFailure surroundings(String message, @Nullable Throwable cause) {
        return new ImportFailure(message, false, cause);
    }

    /** Whether the caller has to change something, rather than the surroundings. */
    public boolean usage() {
        return usage;
    }
}
