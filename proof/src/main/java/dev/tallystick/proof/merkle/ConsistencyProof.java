package dev.tallystick.proof.merkle;

import dev.tallystick.proof.bytes.Hash;
import java.util.List;

/**
 * That a tree is the beginning of a larger one (RFC 9162, section 2.1.4). Anything may be in here: only {@link #verify}
 * says whether it holds.
 *
 * @param oldSize the number of leaves of the smaller tree
 * @param newSize the number of leaves of the larger tree, or the same
 * @param path the hashes in the order of RFC 9162
 */
public record ConsistencyProof(long oldSize, long newSize, List<Hash> path) {
    /** Copies the path. */
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /**
     * Checks that the tree with the new root begins with the tree with the old root.
     *
     * <p>Equal sizes need equal roots and an empty path. From an empty tree there is nothing to prove, and so nothing is
     * accepted: a caller that starts from nothing has to say so itself.
     *
     * @throws ProofException if the sizes do not fit, the path is too short or too long, or it leads to another root
     */
    public void verify(Hash oldRoot, Hash newRoot) {
        if (oldSize < 0 || oldSize > newSize) {
            throw new ProofException("A consistency proof goes from a smaller tree to a larger one, but " + oldSize
                    + " to " + newSize + " was given.");
        }
        if (oldSize == newSize) {
            verifyEqual(oldRoot, newRoot);
        } else if (oldSize == 0) {
            throw new ProofException("A consistency proof from an empty tree says nothing; start from a known head.");
        } else {
            verifyGrown(oldRoot, newRoot);
        }
    }

    private void verifyEqual(Hash oldRoot, Hash newRoot) {
        if (!path.isEmpty()) {
            throw wrongLength();
        }
        compare("The two trees of " + newSize + " leaves differ.", oldRoot, newRoot);
        if (newSize == 0) {
            compare("The root of an empty tree is fixed.", TreeHash.EMPTY_ROOT, newRoot);
        }
    }

    // RFC 9162, section 2.1.4.2, steps 2 to 7.
    private void verifyGrown(Hash oldRoot, Hash newRoot) {
        long node = oldSize - 1;
        long last = newSize - 1;
        while ((node & 1) == 1) {
            node >>>= 1;
            last >>>= 1;
        }
        // Step 2: the root of a perfect smaller tree is itself a node of the larger one and is not in the path.
        boolean perfect = Long.bitCount(oldSize) == 1;
        if (!perfect && path.isEmpty()) {
            throw wrongLength();
        }
        Hash old = perfect ? oldRoot : path.getFirst();
        Hash grown = old;
        for (Hash sibling : perfect ? path : path.subList(1, path.size())) {
            if (last == 0) {
                throw wrongLength();
            }
            if ((node & 1) == 1 || node == last) {
                old = TreeHash.node(sibling, old);
                grown = TreeHash.node(sibling, grown);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                grown = TreeHash.node(grown, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw wrongLength();
        }
        String sentence = "The consistency proof from " + oldSize + " to " + newSize + " leads to another ";
        compare(sentence + "old root.", oldRoot, old);
        compare(sentence + "new root.", newRoot, grown);
    }

    private static void compare(String sentence, Hash expected, Hash found) {
        if (!found.equals(expected)) {
            throw new ProofException(sentence, expected, found);
        }
    }

    private ProofException wrongLength() {
        return new ProofException("The consistency proof from " + oldSize + " to " + newSize + " has the wrong length: "
                + path.size() + " hashes.");
    }
}
