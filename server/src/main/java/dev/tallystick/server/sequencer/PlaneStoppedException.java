package dev.tallystick.server.sequencer;

/** Writes have stopped until the server is started again. */
public final class PlaneStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean perhapsStored;

    PlaneStoppedException(String message, boolean perhapsStored) {
        super(message);
        this.perhapsStored = perhapsStored;
    }

    /**
     * False: nothing was stored. True: the command was being written when storage failed, so it may be found after the
     * next start; repeating it with its {@code referenceId} is safe.
     */
    public boolean perhapsStored() {
        return perhapsStored;
    }
}
