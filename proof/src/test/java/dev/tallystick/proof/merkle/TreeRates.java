package dev.tallystick.proof.merkle;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import java.util.Locale;

/** Prints tree operations per second on one core; run by hand, it asserts nothing. */
final class TreeRates {
    private static final int ROUNDS = 6;
    private static final int LEAVES = 1_000_000;
    private static final int ENTRY_LENGTH = 33;
    private static final int PROOFS = 20_000;

    private TreeRates() {}

    public static void main(String[] args) {
        byte[] entry = new byte[ENTRY_LENGTH];
        Hash leaf = TreeHash.leaf(entry);
        GrownTree tree = GrownTree.of(LEAVES);
        Hash root = tree.root();
        for (int round = 0; round < ROUNDS; round++) {
            CompactRange range = new CompactRange();
            rate("append entry of 33 bytes", LEAVES, () -> {
                for (int i = 0; i < LEAVES; i++) {
                    range.appendEntry(entry, 0, ENTRY_LENGTH);
                }
            });
            CompactRange hashes = new CompactRange();
            rate("append leaf hash", LEAVES, () -> {
                for (int i = 0; i < LEAVES; i++) {
                    hashes.append(leaf);
                }
            });
            rate("root", LEAVES, () -> {
                for (int i = 0; i < LEAVES; i++) {
                    hashes.root();
                }
            });
            rate("make inclusion proof", PROOFS, () -> {
                for (int i = 0; i < PROOFS; i++) {
                    tree.tiled(LEAVES).inclusion(i * 49L);
                }
            });
            InclusionProof proof = tree.tiled(LEAVES).inclusion(7);
            Hash leaf7 = TreeHash.leaf(new ByteSink(Long.BYTES).u64(7).toBytes());
            rate("verify inclusion proof", PROOFS, () -> {
                for (int i = 0; i < PROOFS; i++) {
                    proof.verify(leaf7, root);
                }
            });
        }
    }

    private static void rate(String what, int count, Runnable work) {
        long start = System.nanoTime();
        work.run();
        long elapsed = System.nanoTime() - start;
        System.out.printf(Locale.ROOT, "%-28s %,14.0f /s%n", what, count * 1e9 / elapsed);
    }
}
