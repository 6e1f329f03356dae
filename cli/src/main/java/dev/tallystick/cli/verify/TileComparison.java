package dev.tallystick.cli.verify;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.LogPath;
import dev.tallystick.proof.merkle.NodeListener;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TileException;
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
            String sentence = tile.path() + " must have " + length + " bytes, but has " + found.length + ".";
            add(new Difference(tile, sentence, -1, null, null));
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
}
