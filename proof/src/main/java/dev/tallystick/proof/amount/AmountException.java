package dev.tallystick.proof.amount;

import java.io.Serial;

/** A text or number that cannot be an amount; the message says why and what is allowed. */
public final class AmountException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Makes the failure with its sentence. */
    public AmountException(String sentence) {
        super(sentence);
    }
}
