package dev.tallystick.proof.json;

import java.io.Serial;

/** A text that the strict reader refuses; the message is a sentence that names the byte. */
public final class JsonException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int offset;

    JsonException(String sentence, int offset) {
        super(sentence + " (byte " + offset + ")");
        this.offset = offset;
    }

    /** Returns the offset of the offending byte in the text, from 0; the text's length if it ends early. */
    public int offset() {
        return offset;
    }
}
