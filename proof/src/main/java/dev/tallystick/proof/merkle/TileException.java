package dev.tallystick.proof.merkle;

import java.io.Serial;

/** A tile path, tile or entry bundle that is not of its form. */
public final class TileException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Makes the failure with its sentence. */
    public TileException(String sentence) {
        super(sentence);
    }
}
