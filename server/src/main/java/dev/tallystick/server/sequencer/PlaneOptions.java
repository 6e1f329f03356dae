package dev.tallystick.server.sequencer;

/**
 * Bounds of a plane's writer.
 *
 * @param queuedDeltas deltas waiting for the writer; more are refused as busy. About a quarter of a second of work, so
 *     that waiting stays shorter than any client's patience
 * @param groupDeltas deltas committed together at most: enough to hide the cost of an fsync, few enough that the first
 *     of a group does not wait for long
 * @param generationRows deltas the index keeps on the heap before it writes them to disk: the memory it may take
 *     (about 60 bytes each, twice) and the most a start after a crash has to replay
 */
public record PlaneOptions(int queuedDeltas, int groupDeltas, int generationRows) {
    public static final PlaneOptions DEFAULT = new PlaneOptions(50_000, 5_000, 400_000);

    /** Checks the ranges. */
    public PlaneOptions {
        if (queuedDeltas < 1_000 || groupDeltas < 1_000 || groupDeltas > 30_000) {
            throw new IllegalArgumentException("a queue holds at least 1,000 deltas and a group 1,000 to 30,000, found "
                    + queuedDeltas + " and " + groupDeltas);
        }
        if (generationRows < 1 || generationRows > 1 << 19) {
            throw new IllegalArgumentException("a generation has 1 to 524,288 rows, found " + generationRows);
        }
    }
}
