package dev.tallystick.proof.merkle;

import dev.tallystick.proof.bytes.Hash;
import java.util.List;

/**
 * That a leaf stands at an index of a tree of a size (RFC 9162, section 2.1.3). Anything may be in here: only
 * {@link #verify} says whether it holds.
 *
 * @param index the leaf's index, from 0
 * @param size the number of leaves of the tree
 * @param path the siblings from the leaf's own to the root's child
 */
public record InclusionProof(long index, long size, List<Hash> path) {
    /** Copies the path. */
    public InclusionProof {
        path = List.copyOf(path);
    }

    /**
     * Checks that the leaf hash is at the index of the tree with this root.
     *
     * @throws ProofException if index and size do not fit, the path is too short or too long, or it leads to another root
     */
    public void verify(Hash leafHash, Hash root) {
        Hash found = root(leafHash);
        if (!found.equals(root)) {
            throw new ProofException(
                    "The inclusion proof of leaf " + index + " in a tree of " + size + " leads to another root.",
                    root,
                    found);
        }
    }

    /**
     * Returns the root that the path leads to from this leaf hash: RFC 9162, section 2.1.3.2, steps 1 to 4.
     *
     * @throws ProofException if index and size do not fit or the path is too short or too long
     */
    public Hash root(Hash leafHash) {
        if (index < 0 || index >= size) {
            throw new ProofException("An inclusion proof needs an index below the tree's size, but " + index + " of "
                    + size + " was given.");
        }
        // Step 2: both as node indexes that move up one level with each hash of the path.
        long node = index;
        long last = size - 1;
        Hash hash = leafHash;
        for (Hash sibling : path) {
            if (last == 0) {
                throw wrongLength();
            }
            if ((node & 1) == 1 || node == last) {
                hash = TreeHash.node(sibling, hash);
                // A right edge without a sibling at some levels: they have no hash in the path.
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = TreeHash.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw wrongLength();
        }
        return hash;
    }

    private ProofException wrongLength() {
        return new ProofException("The inclusion proof of leaf " + index + " in a tree of " + size
                + " has the wrong length: " + path.size() + " hashes.");
    }
}
