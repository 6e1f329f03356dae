package dev.tallystick.proof.note;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A private key of RFC 8032: the 32 bytes ("seed") that everything is derived from. Never shows itself in a text. For
 * many threads.
 *
 * <p>Signing is deterministic. BouncyCastle's implementation signs about ten times as often a second as the JDK's.
 */
public final class Ed25519PrivateKey {
    /** Length of a key in bytes. */
    public static final int LENGTH = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;
    private final byte[] publicBytes = new byte[Ed25519PublicKey.LENGTH];

    private Ed25519PrivateKey(byte[] seed) {
        this.seed = seed;
        Ed25519.generatePublicKey(seed, 0, publicBytes, 0);
    }

    /**
     * Copies a key; a new one is 32 bytes from a secure random source.
     *
     * @throws NoteException if it does not have 32 bytes
     */
    public static Ed25519PrivateKey of(byte[] seed32) {
        if (seed32.length != LENGTH) {
            throw new NoteException("An Ed25519 private key has 32 bytes, but " + seed32.length + " were given.");
        }
        return new Ed25519PrivateKey(seed32.clone());
    }

    /** Returns the public half. */
    public Ed25519PublicKey publicKey() {
        return Ed25519PublicKey.derived(publicBytes.clone());
    }

    /** Returns the 64 bytes of the message's signature. */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519PublicKey.SIGNATURE_LENGTH];
        Ed25519.sign(seed, 0, publicBytes, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** Returns a new array of the 32 secret bytes. */
    public byte[] seed() {
        return seed.clone();
    }

    @Override
    public String toString() {
        return "Ed25519PrivateKey of " + publicKey();
    }
}
