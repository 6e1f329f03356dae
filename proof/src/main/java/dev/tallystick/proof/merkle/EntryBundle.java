package dev.tallystick.proof.merkle;

import dev.tallystick.proof.bytes.ByteSink;

/**
 * A bundle of log entries: 256 neighbouring ones, or fewer at the log's end. Its bytes are, for each entry, a u16 length
 * and the entry.
 *
 * @param index the bundle's place, from 0; its first entry is 256 x index
 * @param width how many entries, 1 to 256
 */
public record EntryBundle(long index, int width) implements LogPath {
    /** Most bytes an entry may have. */
    public static final int ENTRY_LENGTH_MAX = 0xffff;

    /** Checks the ranges. */
    public EntryBundle {
        LogPath.check(index, width);
    }

    /** Is handed the entries of a bundle. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes one entry of {@code len} bytes at {@code offset}.
         *
         * @param inBundle the entry's place in its bundle, from 0
         */
        void entry(int inBundle, byte[] src, int offset, int len);
    }

    /**
     * Returns the bundle in the form it has in a log of this size.
     *
     * @throws TileException if that log has no such bundle
     */
    public static EntryBundle of(long index, long logSize) {
        return new EntryBundle(index, Tile.of(0, index, logSize).width());
    }

    /** Appends one entry as it stands in a bundle; it may have at most 65,535 bytes. */
    public static void write(byte[] src, int offset, int len, ByteSink sink) {
        if (len > ENTRY_LENGTH_MAX) {
            throw new IllegalArgumentException("A log entry has at most 65535 bytes, but this one has " + len + ".");
        }
        sink.u16(len).bytes(src, offset, len);
    }

    /**
     * Hands every entry of the bundle's bytes to the visitor, in order.
     *
     * @throws TileException if the bytes are not exactly {@link #width()} entries; entries before the fault were handed
     *     over by then
     */
    public void read(byte[] bytes, Visitor visitor) {
        int at = 0;
        for (int i = 0; i < width; i++) {
            int left = bytes.length - at - Short.BYTES;
            int len = left < 0 ? 0 : (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
            if (left < len) {
                throw new TileException(
                        path() + " must have " + width + " entries, but its bytes end in entry " + i + ".");
            }
            visitor.entry(i, bytes, at + Short.BYTES, len);
            at += Short.BYTES + len;
        }
        if (at != bytes.length) {
            throw new TileException(path() + " must have " + width + " entries, but " + (bytes.length - at)
                    + " bytes follow the last.");
        }
    }

    @Override
    public String path() {
        return LogPathText.of("entries", index, width);
    }
}
