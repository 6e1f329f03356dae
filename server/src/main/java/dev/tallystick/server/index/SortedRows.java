package dev.tallystick.server.index;

import java.util.Arrays;

/**
 * The rows of a frozen generation in the order of one of its columns. Keys are compared as unsigned numbers; rows with
 * equal keys keep their order, which is that of their events.
 */
final class SortedRows {
    private static final int ROW_BITS = 20;
    private static final long ROW_MASK = (1L << ROW_BITS) - 1;

    private SortedRows() {}

    /** Row numbers ordered by account; an account's rows are in order of sequence already. */
    static int[] byAccount(int[] account, int rows) {
        long[] packed = new long[rows];
        for (int row = 0; row < rows; row++) {
            packed[row] = ((account[row] & 0xFFFFFFFFL) << ROW_BITS) | row;
        }
        Arrays.sort(packed);
        return unpacked(packed, rows);
    }

    /** Row numbers ordered by a 64-bit hash; rows with the hash {@code skip} are left out. */
    static int[] byHash(long[] hash, int rows, long skip) {
        long[] packed = new long[rows];
        int kept = 0;
        for (int row = 0; row < rows; row++) {
            if (hash[row] != skip) {
                // Flipping the sign bit turns signed into unsigned order.
                packed[kept++] = ((hash[row] ^ Long.MIN_VALUE) & ~ROW_MASK) | row;
            }
        }
        Arrays.sort(packed, 0, kept);
        int[] order = unpacked(packed, kept);
        settleTies(order, hash);
        return order;
    }

    /** Orders neighbours whose hashes differ only in the bits that the packing dropped: rare and near. */
    private static void settleTies(int[] order, long[] hash) {
        for (int i = 1; i < order.length; i++) {
            int row = order[i];
            int at = i;
            while (at > 0 && Long.compareUnsigned(hash[order[at - 1]], hash[row]) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = row;
        }
    }

    private static int[] unpacked(long[] packed, int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) (packed[i] & ROW_MASK);
        }
        return order;
    }
}
