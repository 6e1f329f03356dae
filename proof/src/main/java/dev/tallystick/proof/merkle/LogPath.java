package dev.tallystick.proof.merkle;

import java.util.Locale;

/**
 * One immutable resource of a tiled log (C2SP tlog-tiles), by its path below the log's prefix.
 *
 * <p>The index is written in path elements of three digits, all but the last with an {@code x} before them:
 * 1234067 is {@code x001/x234/067}. A partial resource ends in {@code .p/} and its width.
 */
public sealed interface LogPath permits Tile, EntryBundle {
    /** Hashes or entries in a full resource. */
    int FULL = 256;

    /** Returns the resource's index among those of its kind and level, from 0. */
    long index();

    /** Returns how many hashes or entries the resource has: 1 to 255, or 256 when full. */
    int width();

    /** Returns the path, such as {@code tile/0/x001/234} or {@code tile/entries/000.p/17}. */
    String path();

    /**
     * Reads a path; only the one spelling that {@link #path()} writes is taken.
     *
     * @throws TileException if the text is no such path
     */
    static LogPath parse(String path) {
        return LogPathText.parse(path);
    }

    /** Whether the resource is full and will never have another form. */
    default boolean isFull() {
        return width() == FULL;
    }

    /**
     * Checks what both kinds have in common.
     *
     * @throws IllegalArgumentException if the index is negative or the width not 1 to 256
     */
    static void check(long index, int width) {
        if (index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "A tile has an index of 0 or more and 1 to 256 hashes, not %d and %d.", index, width));
        }
    }
}
