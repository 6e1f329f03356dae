package dev.tallystick.proof.bytes;

import java.io.Serial;

/** Bytes that are not what their format says: too few, a number out of range, or text that is not UTF-8. */
public final class MalformedBytesException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int offset;

    /** Makes the failure; the offset counts from the start of the array and is added to the sentence. */
    public MalformedBytesException(int offset, String sentence) {
        super(sentence + " (offset " + offset + ")");
        this.offset = offset;
    }

    /** Returns where the bad bytes start, counted from the start of the array. */
    public int offset() {
        return offset;
    }
}
