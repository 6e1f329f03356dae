package dev.tallystick.proof.merkle;

import dev.tallystick.proof.bytes.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Roots and proofs of a tree of one size, made from its tiles. Each tile is asked for once and kept, so an instance
 * serves one question or a few about one head. For one thread at a time.
 *
 * <p>Nothing here is checked against a signed head: verify what comes out. Failures of the source pass through.
 */
public final class TiledTree {
    private final TileSource source;
    private final long size;
    private final Map<Tile, byte[]> tiles = new HashMap<>();

    /**
     * Reads a tree of {@code size} leaves.
     *
     * @throws IllegalArgumentException if the size is negative
     */
    public TiledTree(long size, TileSource source) {
        if (size < 0) {
            throw new IllegalArgumentException("A tree has 0 or more leaves, but " + size + " was given.");
        }
        this.size = size;
        this.source = source;
    }

    /** Returns the root of the whole tree. */
    public Hash root() {
        return root(size);
    }

    /** Returns the root the tree had with its first {@code atSize} leaves; 0 to the tree's size. */
    public Hash root(long atSize) {
        requireWithin(atSize, size);
        return atSize == 0 ? TreeHash.EMPTY_ROOT : subtree(0, atSize);
    }

    /** Returns a leaf's hash; the index must be below the size. */
    public Hash leafHash(long index) {
        requireWithin(index, size - 1);
        return node(0, index);
    }

    /** Returns the proof that the leaf at the index is in the tree; the index must be below the size. */
    public InclusionProof inclusion(long index) {
        requireWithin(index, size - 1);
        List<Hash> path = new ArrayList<>();
        inclusion(index, 0, size, path);
        return new InclusionProof(index, size, path);
    }

    // PATH(m, D[n]) of RFC 9162, section 2.1.3.1, over the leaves from low to before high.
    private void inclusion(long index, long low, long high, List<Hash> path) {
        if (high - low == 1) {
            return;
        }
        long split = low + largestPowerBelow(high - low);
        if (index < split) {
            inclusion(index, low, split, path);
            path.add(subtree(split, high));
        } else {
            inclusion(index, split, high, path);
            path.add(subtree(low, split));
        }
    }

    /** Returns the proof that the tree begins with the one of {@code oldSize} leaves; 0 to the tree's size. */
    public ConsistencyProof consistency(long oldSize) {
        requireWithin(oldSize, size);
        List<Hash> path = new ArrayList<>();
        if (oldSize > 0 && oldSize < size) {
            consistency(oldSize, 0, size, true, path);
        }
        return new ConsistencyProof(oldSize, size, path);
    }

    // SUBPROOF(m, D[n], b) of RFC 9162, section 2.1.4.1; known tells whether the verifier has this subtree's root.
    private void consistency(long oldSize, long low, long high, boolean known, List<Hash> path) {
        if (oldSize == high) {
            if (!known) {
                path.add(subtree(low, high));
            }
            return;
        }
        long split = low + largestPowerBelow(high - low);
        if (oldSize <= split) {
            consistency(oldSize, low, split, known, path);
            path.add(subtree(split, high));
        } else {
            consistency(oldSize, split, high, false, path);
            path.add(subtree(low, split));
        }
    }

    // The hash over the leaves from low to before high, where low and high come from the splits of RFC 9162.
    private Hash subtree(long low, long high) {
        long count = high - low;
        if (Long.bitCount(count) == 1) {
            int height = Long.numberOfTrailingZeros(count);
            return node(height, low >>> height);
        }
        long split = low + largestPowerBelow(count);
        return TreeHash.node(subtree(low, split), subtree(split, high));
    }

    private static long largestPowerBelow(long count) {
        return Long.highestOneBit(count - 1);
    }

    private Hash node(int height, long index) {
        int inTile = height % Tile.HEIGHT;
        long first = index << inTile;
        Tile tile = Tile.of(height / Tile.HEIGHT, first >>> Tile.HEIGHT, size);
        byte[] hashes = tiles.computeIfAbsent(tile, this::fetched);
        return within(hashes, (int) (first & (LogPath.FULL - 1)), 1 << inTile);
    }

    private byte[] fetched(Tile tile) {
        byte[] hashes = source.hashes(tile);
        if (hashes.length != tile.width() * Hash.LENGTH) {
            throw new TileException(tile.path() + " must have " + tile.width() * Hash.LENGTH + " bytes, but "
                    + hashes.length + " came.");
        }
        return hashes;
    }

    private static Hash within(byte[] hashes, int first, int count) {
        if (count == 1) {
            return Hash.ofSlice(hashes, first * Hash.LENGTH);
        }
        int half = count / 2;
        return TreeHash.node(within(hashes, first, half), within(hashes, first + half, half));
    }

    private static void requireWithin(long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("Expected 0 to " + max + ", but " + value + " was given.");
        }
    }
}
