package dev.tallystick.proof.bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) in one call. Safe for use by many threads. */
public final class Sha256 {
    // Cloning a digest nobody ever updates skips the provider look-up, and unlike a thread local costs virtual threads
    // nothing.
    private static final MessageDigest PRISTINE = pristine();

    private Sha256() {}

    /** Hashes all bytes of the array. */
    public static Hash hash(byte[] data) {
        return hash(data, 0, data.length);
    }

    /** Hashes {@code len} bytes from {@code offset}. */
    public static Hash hash(byte[] data, int offset, int len) {
        MessageDigest digest = start();
        digest.update(data, offset, len);
        return Hash.wrap(digest.digest());
    }

    static MessageDigest start() {
        try {
            return (MessageDigest) PRISTINE.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("This Java runtime's SHA-256 cannot be cloned; use a standard JDK 25.", e);
        }
    }

    private static MessageDigest pristine() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256; use a standard JDK 25.", e);
        }
    }
}
