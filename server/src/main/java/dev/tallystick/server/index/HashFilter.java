package dev.tallystick.server.index;

import dev.tallystick.server.index.hashes.BlockFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells of almost every account that is not on disk that it is not, without asking the disk: a filter over the hashes of
 * those in RocksDB. It grows by adding segments of twice the size, so nothing is ever hashed again. After a start it says
 * "perhaps" to everything until all stored hashes have been {@linkplain #complete added}. Measured: {@code
 * docs/performance.md}.
 *
 * <p>Adding is for one thread at a time; asking is free for all threads and sees at least what was added before a
 * volatile write that the asker has read.
 */
final class HashFilter {
    private static final int FIRST_SEGMENT_HASHES = 1 << 18;

    private static final class Segment {
        private final BlockFilter filter;
        private final int capacity;
        private int hashes;

        Segment(int capacity) {
            this.capacity = capacity;
            this.filter = new BlockFilter(capacity);
        }
    }

    private volatile List<Segment> segments = List.of();
    private volatile boolean complete;
    private boolean overflown;
    private final long bytesMax;

    /** @param bytesMax when it would grow beyond, it says "perhaps" for good and the disk decides; 2 to 4 bytes a hash */
    HashFilter(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    synchronized void add(long hash) {
        if (overflown) {
            return;
        }
        List<Segment> current = segments;
        Segment newest = current.isEmpty() ? null : current.getLast();
        if (newest == null || newest.hashes == newest.capacity) {
            newest = new Segment(newest == null ? FIRST_SEGMENT_HASHES : newest.capacity * 2);
            long bytes = newest.filter.bytes();
            for (Segment each : current) {
                bytes += each.filter.bytes();
            }
            if (bytes > bytesMax) {
                overflown = true;
                complete = false;
                segments = List.of();
                return;
            }
            List<Segment> longer = new ArrayList<>(current);
            longer.add(newest);
            segments = List.copyOf(longer);
        }
        newest.filter.add(hash);
        newest.hashes++;
    }

    /** All hashes in RocksDB have been added: from now on a "no" is to be had. */
    synchronized void complete() {
        complete = !overflown;
    }

    /** False only if the hash was never added. */
    boolean mayContain(long hash) {
        // Asked first: a list read before could be that of a filter not yet complete.
        if (!complete) {
            return true;
        }
        for (Segment segment : segments) {
            if (segment.filter.mayContain(hash)) {
                return true;
            }
        }
        // Asked again: an overflow clears it and drops the segments then.
        return !complete;
    }
}
