package dev.tallystick.server.index;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntPredicate;

/**
 * An open-addressing table from a hash to row numbers, several rows for one hash allowed. One thread adds; any thread
 * finds, without locks: a row is published by the release-store of its slot. It does not hold keys, so whoever finds
 * must confirm each candidate.
 */
final class HashSlots {
    private static final int EMPTY = 0;

    /** Slot: upper half the hash folded to 32 bits, lower half the row number + 1. */
    private volatile AtomicLongArray slots;

    private int used;

    HashSlots(int capacityPowerOfTwo) {
        slots = new AtomicLongArray(capacityPowerOfTwo);
    }

    void add(long hash, int row) {
        AtomicLongArray current = slots;
        if (used * 2 >= current.length()) {
            current = doubled(current);
            slots = current;
        }
        insert(current, ((long) fold(hash) << 32) | (row + 1));
        used++;
    }

    /** The first row under this hash that {@code confirmed} accepts, or -1. */
    int find(long hash, IntPredicate confirmed) {
        AtomicLongArray current = slots;
        int folded = fold(hash);
        int mask = current.length() - 1;
        for (int i = folded & mask; ; i = (i + 1) & mask) {
            long slot = current.getAcquire(i);
            if (slot == EMPTY) {
                return -1;
            }
            if ((int) (slot >>> 32) == folded && confirmed.test((int) slot - 1)) {
                return (int) slot - 1;
            }
        }
    }

    private static AtomicLongArray doubled(AtomicLongArray old) {
        AtomicLongArray larger = new AtomicLongArray(old.length() * 2);
        for (int i = 0; i < old.length(); i++) {
            long slot = old.getPlain(i);
            if (slot != EMPTY) {
                insert(larger, slot);
            }
        }
        return larger;
    }

    private static void insert(AtomicLongArray target, long slot) {
        int mask = target.length() - 1;
        int i = (int) (slot >>> 32) & mask;
        while (target.getPlain(i) != EMPTY) {
            i = (i + 1) & mask;
        }
        target.setRelease(i, slot);
    }

    private static int fold(long hash) {
        long mixed = hash * 0x9E3779B97F4A7C15L;
        return (int) (mixed ^ (mixed >>> 32));
    }
}
