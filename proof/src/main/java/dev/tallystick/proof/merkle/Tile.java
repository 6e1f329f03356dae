package dev.tallystick.proof.merkle;

/**
 * A tile of hashes: those of 256 neighbouring nodes of height 8 x level, or of fewer at the tree's right edge.
 *
 * @param level 0 (leaf hashes) to 63
 * @param index the tile's place within its level, from 0
 * @param width how many hashes, 1 to 256
 */
public record Tile(int level, long index, int width) implements LogPath {
    /** Highest level with a path; trees of up to 2^63 - 1 leaves reach level 7. */
    public static final int LEVEL_MAX = 63;

    /** Tree levels between two tile levels. */
    public static final int HEIGHT = 8;

    private static final int USED_LEVEL_MAX = (Long.SIZE - 1) / HEIGHT;

    /** Checks the ranges. */
    public Tile {
        LogPath.check(index, width);
        if (level < 0 || level > LEVEL_MAX) {
            throw new IllegalArgumentException("A tile's level is 0 to 63, but " + level + " was given.");
        }
    }

    /**
     * Returns the tile in the form it has in a tree of this size.
     *
     * @throws TileException if that tree has no such tile
     */
    public static Tile of(int level, long index, long treeSize) {
        int width = widthIn(level, index, treeSize);
        if (width == 0) {
            throw new TileException(
                    "A tree of " + treeSize + " leaves has no tile " + index + " at level " + level + ".");
        }
        return new Tile(level, index, width);
    }

    /** Returns how many hashes the tile has in a tree of this size: 0 (there is no such tile) to 256. */
    public static int widthIn(int level, long index, long treeSize) {
        long before = index << HEIGHT;
        if (index < 0 || treeSize < 0 || before >> HEIGHT != index) {
            return 0;
        }
        return Math.clamp(hashesAt(level, treeSize) - before, 0, FULL);
    }

    /** Returns how many hashes all tiles of a level hold together in a tree of this size. */
    public static long hashesAt(int level, long treeSize) {
        return level > USED_LEVEL_MAX ? 0 : treeSize >>> (level * HEIGHT);
    }

    @Override
    public String path() {
        return LogPathText.of(Integer.toString(level), index, width);
    }
}
