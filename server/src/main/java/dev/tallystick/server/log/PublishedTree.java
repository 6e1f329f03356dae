package dev.tallystick.server.log;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.merkle.InclusionProof;
import dev.tallystick.proof.merkle.LogPath;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.record.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Proofs made of nothing but what the log publishes: its signed head, its tiles and its entry bundles. The inner nodes of
 * tiles are kept, because hashing a tile anew for every question costs more than all the rest of an answer. Thread-safe.
 */
public final class PublishedTree {
    /** Tiles whose nodes are kept: 8 MB at most, enough for the proofs of 130,000 neighbouring records. */
    private static final int TILES_MAX = 512;

    private static final float LOAD_FACTOR = 0.75f;

    private final PlaneLog log;
    private final Map<Tile, byte[]> nodes = new LinkedHashMap<>(TILES_MAX, LOAD_FACTOR, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Tile, byte[]> eldest) {
            return size() > TILES_MAX;
        }
    };

    /** The roots of what is left of a tree of one size from some leaf on, by that leaf. */
    private record Edge(long size, Map<Long, Hash> roots) {}

    private volatile Edge edge = new Edge(0, Map.of());

    /** Reads this log. */
    public PublishedTree(PlaneLog log) {
        this.log = log;
    }

    /** The log that is read. */
    public PlaneLog log() {
        return log;
    }

    /**
     * The head to prove a leaf with: the one shown to the public, which may carry cosignatures, or the newest if only that
     * one covers the leaf.
     */
    public SignedHead headOver(long index) {
        SignedHead served = log.servedHead();
        return index < served.head().size() ? served : log.head();
    }

    /** The proof that a recorded event is in the log. */
    public LogProof proof(long index) {
        SignedHead head = headOver(index);
        return new LogProof(null, index, inclusion(index, head.head().size()).path(), head);
    }

    /** The published entry at an index below the newest head's size. */
    public byte[] entry(long index) {
        EntryBundle bundle =
                EntryBundle.of(index >>> Tile.HEIGHT, log.head().head().size());
        byte[] entry = new byte[LogEntry.LENGTH];
        bundle.read(published(bundle), (inBundle, source, offset, length) -> {
            if (inBundle == (index & (LogPath.FULL - 1)) && length == entry.length) {
                System.arraycopy(source, offset, entry, 0, length);
            }
        });
        return entry;
    }

    /**
     * The inclusion proof in the tree of {@code size} leaves, which must be published.
     *
     * @param index below the size
     */
    public InclusionProof inclusion(long index, long size) {
        List<Hash> path = new ArrayList<>();
        byte[] inTile = {};
        int level = -1;
        for (int height = 0; (size - 1) >>> height > 0; height++) {
            long sibling = (index >>> height) ^ 1;
            long first = sibling << height;
            if (first >= size) {
                // Nothing is right of the leaf's own subtree, which is its parent too.
                continue;
            }
            if (size - first < 1L << height) {
                path.add(subtree(first, size, size));
                continue;
            }
            // Siblings share a tile, and so do all nodes above them up to the next level.
            if (level != height / Tile.HEIGHT) {
                level = height / Tile.HEIGHT;
                inTile = nodes(tile(height, sibling, size));
            }
            path.add(node(inTile, height, sibling));
        }
        return new InclusionProof(index, size, path);
    }

    // MTH of RFC 9162, section 2.1.1, over the leaves from low to before high.
    private Hash subtree(long low, long high, long size) {
        long count = high - low;
        if (Long.bitCount(count) == 1) {
            int height = Long.numberOfTrailingZeros(count);
            long index = low >>> height;
            return node(nodes(tile(height, index, size)), height, index);
        }
        // Not a power of two, so it reaches the tree's right edge: there are few of these, and all proofs share them.
        Edge known = edge;
        if (known.size != size) {
            known = new Edge(size, new ConcurrentHashMap<>());
            edge = known;
        }
        Hash root = known.roots.get(low);
        if (root == null) {
            long split = low + Long.highestOneBit(count - 1);
            root = TreeHash.node(subtree(low, split, size), subtree(split, high, size));
            known.roots.put(low, root);
        }
        return root;
    }

    private static Tile tile(int height, long index, long size) {
        int inTile = height % Tile.HEIGHT;
        return Tile.of(height / Tile.HEIGHT, (index << inTile) >>> Tile.HEIGHT, size);
    }

    private static Hash node(byte[] nodes, int height, long index) {
        int inTile = height % Tile.HEIGHT;
        int place = (int) (index & ((LogPath.FULL >>> inTile) - 1));
        return Hash.ofSlice(nodes, (rowStart(inTile) + place) * Hash.LENGTH);
    }

    /** Where the nodes of a height begin: 256 of height 0, then 128, 64 and so on. */
    private static int rowStart(int height) {
        return 2 * LogPath.FULL - ((2 * LogPath.FULL) >>> height);
    }

    private byte[] nodes(Tile tile) {
        synchronized (nodes) {
            byte[] known = nodes.get(tile);
            if (known != null) {
                return known;
            }
        }
        byte[] computed = computed(tile);
        synchronized (nodes) {
            nodes.put(tile, computed);
        }
        return computed;
    }

    private byte[] computed(Tile tile) {
        byte[] all = new byte[(2 * LogPath.FULL - 1) * Hash.LENGTH];
        byte[] leaves = published(tile);
        System.arraycopy(leaves, 0, all, 0, leaves.length);
        for (int height = 1; height < Tile.HEIGHT; height++) {
            for (int i = 0; i < tile.width() >>> height; i++) {
                int below = (rowStart(height - 1) + 2 * i) * Hash.LENGTH;
                TreeHash.node(Hash.ofSlice(all, below), Hash.ofSlice(all, below + Hash.LENGTH))
                        .copyTo(all, (rowStart(height) + i) * Hash.LENGTH);
            }
        }
        return all;
    }

    private byte[] published(LogPath path) {
        byte[] bytes = log.resource(path);
        if (bytes == null) {
            throw new LogException("The log does not publish " + path.path() + " although its head covers it.");
        }
        return bytes;
    }
}
