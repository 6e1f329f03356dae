package dev.tallystick.proof.merkle;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import java.util.List;
import java.util.Objects;

/** The hashes of RFC 6962, section 2.1, with SHA-256. Stateless. */
public final class TreeHash {
    /** The root of the tree without leaves: the hash of no bytes. */
    public static final Hash EMPTY_ROOT = Sha256.hash(new byte[0]);

    static final int LEAF_PREFIX = 0x00;
    static final int NODE_PREFIX = 0x01;

    private static final int NODE_LENGTH = 1 + 2 * Hash.LENGTH;

    private TreeHash() {}

    /** Returns the leaf hash of an entry: SHA-256 of {@code 00} and the entry. */
    public static Hash leaf(byte[] entry) {
        return leaf(entry, 0, entry.length);
    }

    /** Returns the leaf hash of the {@code len} bytes from {@code offset}. */
    public static Hash leaf(byte[] src, int offset, int len) {
        Objects.checkFromIndexSize(offset, len, src.length);
        byte[] hashed = new byte[1 + len];
        hashed[0] = LEAF_PREFIX;
        System.arraycopy(src, offset, hashed, 1, len);
        return Sha256.hash(hashed);
    }

    /** Returns the leaf hash of an entry that is itself a hash. */
    public static Hash leaf(Hash entry) {
        byte[] hashed = new byte[1 + Hash.LENGTH];
        hashed[0] = LEAF_PREFIX;
        entry.copyTo(hashed, 1);
        return Sha256.hash(hashed);
    }

    /** Returns the hash of an inner node: SHA-256 of {@code 01}, the left child and the right child. */
    public static Hash node(Hash left, Hash right) {
        byte[] hashed = new byte[NODE_LENGTH];
        hashed[0] = NODE_PREFIX;
        left.copyTo(hashed, 1);
        right.copyTo(hashed, 1 + Hash.LENGTH);
        return Sha256.hash(hashed);
    }

    /** Returns the root of a tree of these leaf hashes. */
    public static Hash root(List<Hash> leafHashes) {
        CompactRange range = new CompactRange();
        leafHashes.forEach(range::append);
        return range.root();
    }
}
