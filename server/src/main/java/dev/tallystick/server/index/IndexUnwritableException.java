package dev.tallystick.server.index;

/** The index cannot be written, as on a full disk. What it holds is as good as before. */
public final class IndexUnwritableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IndexUnwritableException(String message, Throwable cause) {
        super(message, cause);
    }
}
