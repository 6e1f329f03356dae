package dev.tallystick.ledger.state;

/** Something that must always hold does not. The writer stops: going on could only spread the damage. */
public final class BrokenInvariantException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokenInvariantException(String message) {
        super(message);
    }
}
