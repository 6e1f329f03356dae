package dev.tallystick.server;

import org.jspecify.annotations.Nullable;

/** The server could not start because of its surroundings. The message says what is wrong and what to do. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
