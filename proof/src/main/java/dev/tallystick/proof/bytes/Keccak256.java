package dev.tallystick.proof.bytes;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256 with the original padding, as Ethereum uses it (not SHA3-256), in one call. For many threads. */
public final class Keccak256 {
    private Keccak256() {}

    /** Hashes all bytes of the array. */
    public static Hash hash(byte[] data) {
        return hash(data, 0, data.length);
    }

    /** Hashes {@code len} bytes from {@code offset}. */
    public static Hash hash(byte[] data, int offset, int len) {
        KeccakDigest digest = new KeccakDigest(256);
        digest.update(data, offset, len);
        byte[] out = new byte[Hash.LENGTH];
        digest.doFinal(out, 0);
        return Hash.wrap(out);
    }
}
