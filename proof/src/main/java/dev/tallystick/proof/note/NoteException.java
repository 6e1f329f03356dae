package dev.tallystick.proof.note;

import java.io.Serial;

/** A note, key, head, request or proof text that is not of its form, or a signature that does not hold. */
public final class NoteException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Makes the failure with its sentence. */
    public NoteException(String sentence) {
        super(sentence);
    }
}
