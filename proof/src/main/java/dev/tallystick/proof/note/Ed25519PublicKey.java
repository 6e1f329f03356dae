package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.Base64Text;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A public key of RFC 8032, 32 bytes, that has been checked to be a point of full order. With content equality. For
 * many threads.
 */
public final class Ed25519PublicKey {
    /** Length of a key in bytes. */
    public static final int LENGTH = Ed25519.PUBLIC_KEY_SIZE;

    /** Length of a signature in bytes. */
    public static final int SIGNATURE_LENGTH = Ed25519.SIGNATURE_SIZE;

    private static final byte[] IDENTITY = new byte[LENGTH];

    static {
        IDENTITY[0] = 1;
    }

    // Checking a key costs as much as checking a signature, and a folder of receipts names one key over and over.
    // A slot holds the key that was found good last among those that fall into it.
    private static final AtomicReferenceArray<@Nullable Ed25519PublicKey> KNOWN = new AtomicReferenceArray<>(256);

    private final byte[] bytes;
    private final Ed25519.PublicPoint point;

    private Ed25519PublicKey(byte[] bytes, Ed25519.PublicPoint point) {
        this.bytes = bytes;
        this.point = point;
    }

    /**
     * Copies and checks a key.
     *
     * @throws NoteException if it does not have 32 bytes, is no point in its one encoding, or has another order than the
     *     base point: under a key of small order signatures mean nothing
     */
    public static Ed25519PublicKey of(byte[] bytes32) {
        if (bytes32.length != LENGTH) {
            throw new NoteException("An Ed25519 public key has 32 bytes, but " + bytes32.length + " were given.");
        }
        int slot = Arrays.hashCode(bytes32) & (KNOWN.length() - 1);
        Ed25519PublicKey known = KNOWN.get(slot);
        if (known != null && Arrays.equals(known.bytes, bytes32)) {
            return known;
        }
        byte[] copy = bytes32.clone();
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(copy, 0);
        if (point == null) {
            throw new NoteException("These 32 bytes are no Ed25519 public key: " + Base64Text.of(copy));
        }
        Ed25519PublicKey key = new Ed25519PublicKey(copy, point);
        KNOWN.set(slot, key);
        return key;
    }

    // For a key just derived from its private half.
    static Ed25519PublicKey derived(byte[] bytes32) {
        return new Ed25519PublicKey(bytes32, Ed25519.validatePublicKeyPartialExport(bytes32, 0));
    }

    /**
     * Whether the 64 bytes of {@code signature} are this key's signature of the message, by the equation of RFC 8032 without
     * the cofactor, as most tools check it.
     */
    public boolean verifies(byte[] message, byte[] signature) {
        // BouncyCastle's equation has the cofactor. Without the check of R, whose encoding comes first, a key's holder
        // could make signatures that hold here and nowhere else.
        return signature.length == SIGNATURE_LENGTH
                && Ed25519.verify(signature, 0, point, message, 0, message.length)
                && (Ed25519.validatePublicKeyFull(signature, 0) || beginsWithIdentity(signature));
    }

    // The one point without a part of small order that is no public key.
    private static boolean beginsWithIdentity(byte[] signature) {
        return Arrays.equals(signature, 0, LENGTH, IDENTITY, 0, LENGTH);
    }

    /** Returns a new array of the 32 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ed25519PublicKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the Base64 of the 32 bytes. */
    @Override
    public String toString() {
        return Base64Text.of(bytes);
    }
}
