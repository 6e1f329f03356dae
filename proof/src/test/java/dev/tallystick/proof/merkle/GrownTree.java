package dev.tallystick.proof.merkle;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A tree in memory whose entry i is the u64 i, and its tiles as a log would serve them. */
final class GrownTree {
    private final CompactRange range = new CompactRange();
    private final List<ByteSink> levels = new ArrayList<>();
    private final ByteSink entry = new ByteSink(Long.BYTES);

    static GrownTree of(long size) {
        GrownTree tree = new GrownTree();
        tree.growTo(size);
        return tree;
    }

    static byte[] entry(long index) {
        return new ByteSink(Long.BYTES).u64(index).toBytes();
    }

    void growTo(long size) {
        while (range.size() < size) {
            entry.reset();
            entry.u64(range.size());
            range.appendEntry(entry.array(), 0, Long.BYTES, this::complete);
        }
    }

    private void complete(int height, long index, byte[] src, int offset) {
        if (height % Tile.HEIGHT == 0) {
            int level = height / Tile.HEIGHT;
            if (level == levels.size()) {
                levels.add(new ByteSink(1024));
            }
            ByteSink hashes = levels.get(level);
            if (hashes.length() != index * Hash.LENGTH) {
                throw new AssertionError("Node " + index + " of height " + height + " came out of order.");
            }
            hashes.bytes(src, offset, Hash.LENGTH);
        }
    }

    byte[] hashes(Tile tile) {
        ByteSink level = Objects.requireNonNull(levels.get(tile.level()));
        int from = Math.toIntExact(tile.index() * LogPath.FULL * Hash.LENGTH);
        int to = from + tile.width() * Hash.LENGTH;
        if (to > level.length()) {
            throw new AssertionError("The tree has no " + tile.path());
        }
        return Arrays.copyOfRange(level.array(), from, to);
    }

    Hash root() {
        return range.root();
    }

    TiledTree tiled(long size) {
        return new TiledTree(size, this::hashes);
    }
}
