package dev.tallystick.proof.bytes;

import java.security.DigestException;
import java.security.MessageDigest;

/**
 * SHA-256 over pieces, with one digest kept for all hashes: allocates nothing per hash. For one thread at a time.
 *
 * <p>After {@link #finish} the next hash starts by itself.
 */
public final class Sha256Hasher {
    private final MessageDigest digest = Sha256.start();

    /** Makes a hasher that has hashed nothing. */
    public Sha256Hasher() {}

    /** Adds the low eight bits. */
    public Sha256Hasher u8(int value) {
        digest.update((byte) value);
        return this;
    }

    /** Adds {@code len} bytes from {@code offset}. */
    public Sha256Hasher bytes(byte[] src, int offset, int len) {
        digest.update(src, offset, len);
        return this;
    }

    /** Writes the 32 bytes of the hash to {@code dest}, which may be what was just hashed. */
    public void finish(byte[] dest, int offset) {
        try {
            digest.digest(dest, offset, Hash.LENGTH);
        } catch (DigestException e) {
            throw new IllegalArgumentException("A hash needs 32 bytes of room.", e);
        }
    }

    /** Returns the hash. */
    public Hash finish() {
        return Hash.wrap(digest.digest());
    }
}
