package dev.tallystick.ledger.event;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.note.Ed25519PublicKey;
import dev.tallystick.proof.note.KeyPage;
import dev.tallystick.proof.note.VerifierKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An old log key's signature over the new one: 64 bytes, immutable, with content equality. */
public final class RotationSignature {
    /** Length in bytes. */
    public static final int LENGTH = Ed25519PublicKey.SIGNATURE_LENGTH;

    private final byte[] bytes;

    private RotationSignature(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies exactly 64 bytes.
     *
     * @throws IllegalArgumentException if the array has another length
     */
    public static RotationSignature of(byte[] bytes64) {
        if (bytes64.length != LENGTH) {
            throw new IllegalArgumentException("A signature has 64 bytes, but " + bytes64.length + " were given.");
        }
        return new RotationSignature(bytes64.clone());
    }

    /** What the old key signs: the tag, then u16 length and text of the old vkey and of the new one. */
    public static byte[] signed(String oldKey, String newKey) {
        return KeyPage.signed(oldKey, newKey);
    }

    /** Whether this is the old key's signature of the change to the new one; both are vkeys. */
    public boolean verifies(String oldKey, String newKey) {
        return VerifierKey.parse(oldKey).key().verifies(signed(oldKey, newKey), bytes);
    }

    /** Returns a new array of the 64 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RotationSignature signature && Arrays.equals(bytes, signature.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the Base64 of the 64 bytes. */
    @Override
    public String toString() {
        return Base64Text.of(bytes);
    }
}
