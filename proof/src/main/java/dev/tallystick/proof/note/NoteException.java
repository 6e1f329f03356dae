package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.ShownText;
import java.io.Serial;

/** A note, key, head, request or proof text that is not of its form, or a signature that does not hold. */
public final class NoteException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Makes the failure with its sentence, which may quote what was read: it is made fit to be shown. */
    public NoteException(String sentence) {
        super(ShownText.of(sentence));
    }
}
