package dev.tallystick.server.journal;

/**
 * How a file journal is laid out on disk.
 *
 * @param id which journal this is; a folder with another id is refused
 * @param segmentBytes a segment is closed and the next begun before it would grow past this many bytes (a single batch
 *     larger than that has a segment of its own); 4 KiB to 2 GiB
 * @param preallocateBytes how far zeros are written ahead of the data, so that appending does not change the file's
 *     size; 0 for none, at most 64 MiB
 */
public record JournalOptions(JournalId id, long segmentBytes, int preallocateBytes) {
    /** One segment: few files for a long history, yet a start reads and checks it in a fraction of a second. */
    public static final long DEFAULT_SEGMENT_BYTES = 256L << 20;

    /** Amortises the zeros over thousands of small appends, and delays the append that pays for them by milliseconds. */
    public static final int DEFAULT_PREALLOCATE_BYTES = 8 << 20;

    /** Checks the ranges. */
    public JournalOptions {
        if (segmentBytes < 4 << 10 || segmentBytes > 2L << 30) {
            throw new IllegalArgumentException(
                    "Expected segments of 4096 to 2147483648 bytes, found " + segmentBytes + ".");
        }
        if (preallocateBytes < 0 || preallocateBytes > 64 << 20) {
            throw new IllegalArgumentException("Expected 0 to 67108864 bytes ahead, found " + preallocateBytes + ".");
        }
    }

    /** Returns the defaults for the journal of this id. */
    public static JournalOptions defaults(JournalId id) {
        return new JournalOptions(id, DEFAULT_SEGMENT_BYTES, DEFAULT_PREALLOCATE_BYTES);
    }
}
