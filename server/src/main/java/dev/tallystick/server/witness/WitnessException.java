package dev.tallystick.server.witness;

import org.jspecify.annotations.Nullable;

/** The witness cannot run because of its surroundings. The message says what is wrong and what to do. */
public final class WitnessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WitnessException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
