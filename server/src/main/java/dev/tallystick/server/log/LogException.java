package dev.tallystick.server.log;

import org.jspecify.annotations.Nullable;

/** The log cannot be served or extended as it is. The message says what is wrong, where, and what to do. */
public final class LogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogException(String message) {
        this(message, null);
    }

    LogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
