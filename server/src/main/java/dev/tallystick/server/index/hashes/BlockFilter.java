package dev.tallystick.server.index.hashes;

/**
 * Tells of almost every hash that was not added that it was not: a Bloom filter of fixed size, made of blocks of one cache
 * line (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007). Two bytes a hash; when full, one
 * of some 1,500 hashes that were never added passes. Measured: {@code docs/performance.md}.
 *
 * <p>Adding is for one thread; asking is free for all threads and sees at least what was added before a volatile write
 * that the asker has read.
 */
public final class BlockFilter {
    private static final int BITS_PER_HASH = 16;
    private static final int WORDS_PER_BLOCK = 8;

    private final long[] words;
    private final int blocks;

    /** @param hashes how many it is made for, up to {@code 1 << 29} */
    public BlockFilter(int hashes) {
        blocks = blocks(hashes);
        words = new long[blocks * WORDS_PER_BLOCK];
    }

    private static int blocks(int hashes) {
        return (int) ((long) hashes * BITS_PER_HASH / (WORDS_PER_BLOCK * Long.SIZE)) + 1;
    }

    /** Bytes on the heap of one made for so many. */
    public static long bytes(int hashes) {
        return (long) blocks(hashes) * WORDS_PER_BLOCK * Long.BYTES;
    }

    /** Bytes on the heap. */
    public long bytes() {
        return (long) words.length * Long.BYTES;
    }

    private int block(long hash) {
        // The upper half picks the block without a division; the lower bits then pick within it.
        return (int) (((hash >>> 32) * blocks) >>> 32) * WORDS_PER_BLOCK;
    }

    /** Adds a hash, whose bits are taken to be evenly spread. */
    public void add(long hash) {
        int block = block(hash);
        long bits = hash * 0x9E3779B97F4A7C15L;
        for (int word = 0; word < WORDS_PER_BLOCK; word++) {
            words[block + word] |= 1L << (bits >>> (word * 6));
        }
    }

    /** False only if the hash was never added. */
    public boolean mayContain(long hash) {
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
