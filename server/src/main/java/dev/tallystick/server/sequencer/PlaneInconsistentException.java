package dev.tallystick.server.sequencer;

/** Parts of a plane's folder contradict each other; it is not served. The message says what to do. */
public final class PlaneInconsistentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlaneInconsistentException(String message) {
        super(message);
    }
}
