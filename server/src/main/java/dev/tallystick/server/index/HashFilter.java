package dev.tallystick.server.index;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells of almost every reference, proof hash or account that is not on disk that it is not, without asking the disk: a
 * Bloom filter over the hashes of those in RocksDB, made of blocks of one cache line (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom
 * Filters, 2007). It grows by adding segments of twice the size, so nothing is ever hashed again. After a start it says
 * "perhaps" to everything until all stored hashes have been {@linkplain #complete added}. Measured: {@code
 * docs/performance.md}.
 *
 * <p>Adding is for one thread at a time; asking is free for all threads and sees at least what was added before a
 * volatile write that the asker has read.
 */
final class HashFilter {
    private static final int BITS_PER_HASH = 12;
    private static final int WORDS_PER_BLOCK = 8;
    private static final int FIRST_SEGMENT_HASHES = 1 << 18;

    /** One filter of fixed size. */
    private static final class Segment {
        private final long[] words;
        private final int blocks;
        private final int capacity;
        private int hashes;

        Segment(int capacity) {
            this.capacity = capacity;
            this.blocks = (int) ((long) capacity * BITS_PER_HASH / (WORDS_PER_BLOCK * Long.SIZE)) + 1;
            this.words = new long[blocks * WORDS_PER_BLOCK];
        }

        private int block(long hash) {
            // The upper half picks the block without a division; the lower bits then pick within it.
            return (int) (((hash >>> 32) * blocks) >>> 32) * WORDS_PER_BLOCK;
        }

        void add(long hash) {
            int block = block(hash);
            long bits = hash * 0x9E3779B97F4A7C15L;
            for (int word = 0; word < WORDS_PER_BLOCK; word++) {
                words[block + word] |= 1L << (bits >>> (word * 6));
            }
            hashes++;
        }

        boolean mayContain(long hash) {
            int block = block(hash);
            long bits = hash * 0x9E3779B97F4A7C15L;
            for (int word = 0; word < WORDS_PER_BLOCK; word++) {
                if ((words[block + word] & (1L << (bits >>> (word * 6)))) == 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private volatile List<Segment> segments = List.of();
    private volatile boolean complete;
    private boolean overflown;
    private final long wordsMax;

    /** @param bytesMax when it would grow beyond, it says "perhaps" for good and the disk decides; 1.5 bytes a hash */
    HashFilter(long bytesMax) {
        wordsMax = bytesMax / Long.BYTES;
    }

    synchronized void add(long hash) {
        if (overflown) {
            return;
        }
        List<Segment> current = segments;
        Segment newest = current.isEmpty() ? null : current.getLast();
        if (newest == null || newest.hashes == newest.capacity) {
            newest = new Segment(newest == null ? FIRST_SEGMENT_HASHES : newest.capacity * 2);
            long words = newest.words.length;
            for (Segment each : current) {
                words += each.words.length;
            }
            if (words > wordsMax) {
                overflown = true;
                complete = false;
                segments = List.of();
                return;
            }
            List<Segment> longer = new ArrayList<>(current);
            longer.add(newest);
            segments = List.copyOf(longer);
        }
        newest.add(hash);
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
            if (segment.mayContain(hash)) {
                return true;
            }
        }
        // Asked again: an overflow clears it and drops the segments then.
        return !complete;
    }
}
