package dev.tallystick.server.sequencer;

/** The plane's queue is full. Nothing was stored. */
public final class PlaneBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlaneBusyException(String message) {
        super(message, null, false, false);
    }
}
