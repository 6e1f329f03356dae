package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.state.Entropy;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Random bytes for salts, made a block at a time: the AES-256 key stream (counter mode, NIST SP 800-38A) under a key that
 * the platform's generator gives for this block alone. The platform's own bytes, a SHA-1 for every twenty of them, took
 * the writer nearly as long as hashing a record. As no key is used twice, neither a copy of the process nor what was handed out
 * tells of another block. Writer only.
 */
final class Salts implements Entropy {
    /** Setting up a key takes some tens of microseconds, which thousands of salts share. */
    static final int BLOCK_BYTES = 64 << 10;

    /** In short pieces the JVM soon finds the cipher worth compiling to AES instructions; whole blocks are too few for that. */
    private static final int PIECE_BYTES = 512;

    private static final int KEY_BYTES = 32;
    private static final IvParameterSpec COUNTER_FROM_ZERO = new IvParameterSpec(new byte[16]);

    private final Entropy keys;
    private final byte[] zeros = new byte[PIECE_BYTES];
    private final byte[] block = new byte[BLOCK_BYTES];
    private int used = block.length;

    Salts() {
        this(new SecureRandom()::nextBytes);
    }

    /** @param keys fills one key for each block */
    Salts(Entropy keys) {
        this.keys = keys;
    }

    @Override
    public void fill(byte[] destination) {
        if (used + destination.length > block.length) {
            nextBlock();
            used = 0;
        }
        System.arraycopy(block, used, destination, 0, destination.length);
        used += destination.length;
    }

    private void nextBlock() {
        byte[] key = new byte[KEY_BYTES];
        keys.fill(key);
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), COUNTER_FROM_ZERO);
            for (int at = 0; at < block.length; at += PIECE_BYTES) {
                cipher.update(zeros, 0, PIECE_BYTES, block, at);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "This Java runtime lacks AES-256 in counter mode; use a standard JDK 25.", e);
        }
        Arrays.fill(key, (byte) 0);
    }
}
