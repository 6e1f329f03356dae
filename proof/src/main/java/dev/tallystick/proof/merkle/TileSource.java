package dev.tallystick.proof.merkle;

/** Where the hashes of a tiled log come from: files, a server, memory. What it returns is checked for length only. */
@FunctionalInterface
public interface TileSource {
    /**
     * Returns the tile's hashes, one after another: {@code tile.width()} times 32 bytes. A source that has only the
     * wider form of the tile cuts it down: the first hashes of both are the same.
     */
    byte[] hashes(Tile tile);
}
