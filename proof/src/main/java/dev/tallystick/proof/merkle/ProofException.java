package dev.tallystick.proof.merkle;

import dev.tallystick.proof.bytes.Hash;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A Merkle proof that does not hold. Where two roots were compared, both are in the message and at hand. */
public final class ProofException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Hash expected;
    private final transient @Nullable Hash found;

    ProofException(String sentence) {
        super(sentence);
        this.expected = null;
        this.found = null;
    }

    ProofException(String sentence, Hash expected, Hash found) {
        super(sentence + " Expected " + expected + ", found " + found + ".");
        this.expected = expected;
        this.found = found;
    }

    /** Returns the hash that was asked for, or null if the proof failed before hashes were compared. */
    public @Nullable Hash expected() {
        return expected;
    }

    /** Returns the hash that the proof leads to, or null if it failed before hashes were compared. */
    public @Nullable Hash found() {
        return found;
    }
}
