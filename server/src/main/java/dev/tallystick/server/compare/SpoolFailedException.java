package dev.tallystick.server.compare;

/** The temporary file of a comparison cannot be written or read; most likely its disk is full. Nothing is lost. */
public final class SpoolFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpoolFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
