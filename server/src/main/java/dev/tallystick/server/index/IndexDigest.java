package dev.tallystick.server.index;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.server.index.hashes.HashKind;
import dev.tallystick.server.index.hashes.HashRuns;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 over every key and value of the index in order, each with its length: equal for equal histories. What depends
 * on when something was written to disk is left out: rows about several records are taken apart, and entries of all runs
 * taken together. For one thread.
 */
final class IndexDigest {
    private final MessageDigest sha;
    private final ByteSink entry = new ByteSink(32);

    private IndexDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static Hash of(RocksStore store, HashRuns runs) {
        store.requireChecksums();
        IndexDigest digest = new IndexDigest();
        store.scan(new byte[0], (key, value) -> {
            switch (key[0]) {
                case IndexKeys.RUNS -> {}
                case IndexKeys.RECORD ->
                    RecordRows.read(key, value, (sequence, event) -> {
                        digest.entry(key, IndexKeys.ACCOUNT_BYTES, sequence, event);
                        return true;
                    });
                default -> {
                    digest.lengths(key.length, value.length);
                    digest.sha.update(key);
                    digest.sha.update(value);
                }
            }
            return true;
        });
        try {
            for (HashKind kind : HashKind.values()) {
                byte[] tag = {kind.code()};
                runs.forEach(kind, (hash, event) -> digest.entry(tag, tag.length, hash, event));
            }
        } catch (IOException e) {
            throw store.unreadable(e);
        }
        return Hash.of(digest.sha.digest());
    }

    private void lengths(int key, int value) {
        entry.reset();
        entry.u32(key).u32(value);
        sha.update(entry.array(), 0, entry.length());
    }

    /** A key of {@code prefix} bytes and a number, with a number as its value. */
    private void entry(byte[] key, int prefix, long number, long value) {
        lengths(prefix + Long.BYTES, Long.BYTES);
        sha.update(key, 0, prefix);
        entry.reset();
        entry.u64(number).u64(value);
        sha.update(entry.array(), 0, entry.length());
    }
}
