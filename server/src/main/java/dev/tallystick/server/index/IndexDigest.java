package dev.tallystick.server.index;

import dev.tallystick.proof.bytes.Hash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over every key and value of the store in order, each with its length: equal for equal histories. */
final class IndexDigest {
    private IndexDigest() {}

    static Hash of(RocksStore store) {
        store.requireChecksums();
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            ByteBuffer length = ByteBuffer.allocate(8);
            store.scan(new byte[0], (key, value) -> {
                length.clear().putInt(key.length).putInt(value.length);
                sha.update(length.array());
                sha.update(key);
                sha.update(value);
                return true;
            });
            return Hash.of(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
