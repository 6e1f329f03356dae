package dev.tallystick.cli.verify;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.LogPath;
import dev.tallystick.proof.merkle.NodeListener;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TileException;
import dev.tallystick.proof.note.TreeHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares every tile of a log with the tree that grows from its entries. One tile of each level is in memory. For one thread.
 */
final class TileComparison implements NodeListener {
    private static final int SHOWN_MAX = 20;
    private static final int TILE_BYTES = LogPath.FULL * Hash.LENGTH;

    private final Function<Tile, byte[]> stored;
    private final byte[][] growing = new byte[Tile.LEVEL_MAX + 1][];
    private final long[] counts = new long[Tile.LEVEL_MAX + 1];
    private final List<Difference> differences = new ArrayList<>();

    private boolean finished;

    /** {@code stored} gives a tile's bytes or throws {@link TileException} if there are none. */
    TileComparison(Function<Tile, byte[]> stored) {
        this.stored = stored;
    }

    /**
     * A tile that is not what the entries lead to.
     *
     * @param sentence what about it
     * @param leaf the first leaf below the first hash that differs; -1 if that is not known
     * @param expected that hash by the entries, or null
     * @param found that hash in the tile, or null
     */
    record Difference(
            Tile tile,
            String sentence,
            long leaf,
            @Nullable Hash expected,
            @Nullable Hash found) {}

    @Override
    public void completed(int height, long index, byte[] src, int offset) {
        if (height % Tile.HEIGHT != 0) {
            return;
        }
        int level = height / Tile.HEIGHT;
        byte[] hashes = growing[level];
        if (hashes == null) {
            hashes = new byte[TILE_BYTES];
            growing[level] = hashes;
        }
        int slot = (int) (index % LogPath.FULL);
        System.arraycopy(src, offset, hashes, slot * Hash.LENGTH, Hash.LENGTH);
        counts[level] = index + 1;
        if (slot == LogPath.FULL - 1) {
            compare(new Tile(level, index / LogPath.FULL, LogPath.FULL), hashes);
        }
    }

    /** Ends with the partial tiles and returns the first differences, the lowest level first within a stretch of the log. */
    List<Difference> finish() {
        if (finished) {
            return differences;
        }
        finished = true;
        for (int level = 0; level < counts.length; level++) {
            byte[] hashes = growing[level];
            int width = (int) (counts[level] % LogPath.FULL);
            if (hashes != null && width > 0) {
                compare(new Tile(level, counts[level] / LogPath.FULL, width), hashes);
            }
        }
        return differences;
    }

    /** Ends, and returns the first difference of a leaf's hash, or null. */
    @Nullable
    Difference firstOfLeaves() {
        return finish().stream()
                .filter(difference -> difference.tile().level() == 0 && difference.leaf() >= 0)
                .findFirst()
                .orElse(null);
    }

    private void compare(Tile tile, byte[] expected) {
        byte[] found;
        try {
            found = stored.apply(tile);
        } catch (TileException e) {
            add(new Difference(tile, String.valueOf(e.getMessage()), -1, null, null));
            return;
        }
        int length = tile.width() * Hash.LENGTH;
        if (found.length != length) {
            add(new Difference(tile, wrongLength(tile, found), -1, null, null));
            return;
        }
        int at = Arrays.mismatch(expected, 0, length, found, 0, length);
        if (at >= 0) {
            int slot = at / Hash.LENGTH;
            long leaf = (tile.index() * LogPath.FULL + slot) << (tile.level() * Tile.HEIGHT);
            add(new Difference(
                    tile,
                    "Hash " + slot + " of " + tile.path() + " is not what the entries from " + leaf + " on lead to.",
                    leaf,
                    Hash.ofSlice(expected, slot * Hash.LENGTH),
                    Hash.ofSlice(found, slot * Hash.LENGTH)));
        }
    }

    private void add(Difference difference) {
        if (differences.size() < SHOWN_MAX) {
            differences.add(difference);
        }
    }

    /** Holds the tiles to the head and to each other: what is left where the entries do not lead to the head. */
    static Line withHead(TreeHead head, Function<Tile, byte[]> stored) {
        TileComparison upper = new TileComparison(stored);
        Hash found;
        try {
            found = rootOfLeafTiles(head.size(), upper);
        } catch (TileException e) {
            return Line.fail("tiles", String.valueOf(e.getMessage()));
        }
        if (!found.equals(head.root())) {
            return Line.fail(
                    "tiles", "The tiles lead to another root.", head.root().toString(), found.toString());
        }
        return upper.finish().isEmpty()
                ? Line.pass("tiles", "The tiles lead to the head's root.")
                : Line.fail(
                        "tiles",
                        upper.finish().getFirst().tile().path() + " is not what the tiles of level 0 lead to.");
    }

    private static Hash rootOfLeafTiles(long size, TileComparison upper) {
        CompactRange range = new CompactRange();
        while (range.size() < size) {
            Tile tile = Tile.of(0, range.size() / LogPath.FULL, size);
            byte[] hashes = upper.stored.apply(tile);
            if (hashes.length != tile.width() * Hash.LENGTH) {
                throw new TileException(wrongLength(tile, hashes));
            }
            for (int at = 0; at < hashes.length; at += Hash.LENGTH) {
                range.append(Hash.ofSlice(hashes, at), upper);
            }
        }
        return range.root();
    }

    private static String wrongLength(Tile tile, byte[] found) {
        return tile.path() + " must have " + tile.width() * Hash.LENGTH + " bytes, but has " + found.length + ".";
    }
}
