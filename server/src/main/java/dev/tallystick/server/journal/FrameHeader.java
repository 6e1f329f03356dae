package dev.tallystick.server.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The 32 bytes before the events of a batch.
 *
 * @param count events in the body
 * @param bodyBytes length of the body
 * @param firstEvent number of the body's first event
 * @param bodyCrc CRC-32C of the body
 */
record FrameHeader(int count, int bodyBytes, long firstEvent, int bodyCrc) {
    private static final int CRC_AT = 28;

    void write(JournalId id, byte[] target, int at) {
        Layout.putU32(target, at, Layout.FRAME_MAGIC);
        Layout.putU32(target, at + 4, Layout.FORMAT << 24);
        Layout.putU32(target, at + 8, count);
        Layout.putU32(target, at + 12, bodyBytes);
        Layout.putU64(target, at + 16, firstEvent);
        Layout.putU32(target, at + 24, bodyCrc);
        Layout.putU32(target, at + CRC_AT, Layout.crcWithId(id, target, at, CRC_AT));
    }

    /** Says whether the 32 bytes were once written as a header of this journal; what they say is another question. */
    static boolean isIntact(JournalId id, byte[] bytes, int at) {
        return Layout.u32(bytes, at) == Layout.FRAME_MAGIC
                && Layout.u32(bytes, at + CRC_AT) == Layout.crcWithId(id, bytes, at, CRC_AT);
    }

    /**
     * Reads an intact header.
     *
     * @return null if its numbers are beyond what a writer can have meant
     * @throws JournalFormatUnknown it has a newer format
     */
    static @Nullable FrameHeader parse(Path file, byte[] bytes, int at) {
        int format = bytes[at + 4] & 0xff;
        if (format > Layout.FORMAT) {
            throw new JournalFormatUnknown(file, Layout.FORMAT, format);
        }
        int count = Layout.u32(bytes, at + 8);
        int bodyBytes = Layout.u32(bytes, at + 12);
        boolean plausible = Layout.u32(bytes, at + 4) == Layout.FORMAT << 24
                && count >= 1
                && count <= EventBatch.MAX_EVENTS
                && bodyBytes >= 1
                && bodyBytes <= EventBatch.MAX_BYTES;
        return plausible
                ? new FrameHeader(count, bodyBytes, Layout.u64(bytes, at + 16), Layout.u32(bytes, at + 24))
                : null;
    }
}
