package dev.tallystick.proof.statement;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.Ed25519PublicKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A customer's Ed25519 signature under a checkpoint: 64 bytes over {@link #message}, as docs/formats/checkpoint.md
 * specifies. Immutable, with content equality.
 */
public final class Countersignature {
    /** The ASCII domain tag at the start of the signed bytes. */
    public static final String TAG = "tallystick:countersign:v1";

    /** Length of a signature in bytes. */
    public static final int LENGTH = Ed25519PublicKey.SIGNATURE_LENGTH;

    private final byte[] bytes;

    private Countersignature(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies a signature; whether it holds is not looked at.
     *
     * @throws IllegalArgumentException if it does not have 64 bytes
     */
    public static Countersignature of(byte[] bytes64) {
        if (bytes64.length != LENGTH) {
            throw new IllegalArgumentException("A signature has 64 bytes, but this one has " + bytes64.length + ".");
        }
        return new Countersignature(bytes64.clone());
    }

    /** Signs a checkpoint by its proof root. */
    public static Countersignature sign(Hash proofRoot, Ed25519PrivateKey key) {
        return new Countersignature(key.sign(message(proofRoot)));
    }

    /** The bytes that are signed: the tag, then the proof root's 32 bytes. */
    public static byte[] message(Hash proofRoot) {
        return new ByteSink(TAG.length() + Hash.LENGTH)
                .ascii(TAG)
                .hash(proofRoot)
                .toBytes();
    }

    /** Whether this is the key's signature under the checkpoint with this proof root. */
    public boolean verifies(Hash proofRoot, Ed25519PublicKey key) {
        return key.verifies(message(proofRoot), bytes);
    }

    /** Returns a new array of the 64 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Countersignature signature && Arrays.equals(bytes, signature.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The Base64 of the 64 bytes. */
    @Override
    public String toString() {
        return Base64Text.of(bytes);
    }
}
