package dev.tallystick.server.journal;

import java.util.Locale;

/**
 * Sixteen bytes that tell one journal from every other; part of every checksum, so no file or batch of another plane or
 * installation is ever taken for one's own.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record JournalId(long high, long low) {
    /** The number of bytes. */
    public static final int LENGTH = 16;

    /**
     * Makes one from its bytes.
     *
     * @throws IllegalArgumentException there are not exactly sixteen
     */
    public static JournalId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("Expected a journal id of 16 bytes, found " + bytes.length + ".");
        }
        return new JournalId(Layout.u64(bytes, 0), Layout.u64(bytes, 8));
    }

    void copyTo(byte[] target, int offset) {
        Layout.putU64(target, offset, high);
        Layout.putU64(target, offset + 8, low);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%016x%016x", high, low);
    }
}
