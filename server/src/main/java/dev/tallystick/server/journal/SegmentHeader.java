package dev.tallystick.server.journal;

import java.io.IOException;
import java.util.Arrays;

/**
 * The first 64 bytes of a segment.
 *
 * @param firstEvent number of the segment's first event
 * @param previousFirst that of the segment before; 0 in the first segment
 * @param previousBytes final length of the segment before; 0 in the first segment
 */
record SegmentHeader(long firstEvent, long previousFirst, long previousBytes) {
    private static final int CRC_AT = 60;

    byte[] toBytes(JournalId id) {
        byte[] bytes = new byte[Layout.SEGMENT_HEADER_BYTES];
        Layout.putU64(bytes, 0, Layout.SEGMENT_MAGIC);
        Layout.putU32(bytes, 8, Layout.FORMAT);
        id.copyTo(bytes, 12);
        Layout.putU64(bytes, 28, firstEvent);
        Layout.putU64(bytes, 36, previousFirst);
        Layout.putU64(bytes, 44, previousBytes);
        Layout.putU32(bytes, CRC_AT, Layout.crc(bytes, 0, CRC_AT));
        return bytes;
    }

    /**
     * Reads and checks the header of a segment whose name says it starts with {@code named}.
     *
     * @throws JournalFormatUnknown a newer release wrote it
     * @throws JournalDamaged it is not a whole header of this journal, or its file has another's name
     */
    static SegmentHeader read(ReadFile file, JournalId id, long named) throws IOException {
        byte[] bytes = new byte[Layout.SEGMENT_HEADER_BYTES];
        int read = file.read(bytes, 0, bytes.length, 0);
        if (read < bytes.length) {
            throw new JournalDamaged(file.path(), 0, "a segment header of 64 bytes", "a file of " + read + " bytes");
        }
        check(file, 0, Layout.u64(bytes, 0) == Layout.SEGMENT_MAGIC, "the letters TALLYJRN", "other bytes");
        int crc = Layout.crc(bytes, 0, CRC_AT);
        int stored = Layout.u32(bytes, CRC_AT);
        check(file, CRC_AT, crc == stored, "header checksum " + Layout.hex(crc), Layout.hex(stored));
        int format = Layout.u32(bytes, 8);
        if (format != Layout.FORMAT) {
            throw new JournalFormatUnknown(file.path(), Layout.FORMAT, format);
        }
        JournalId found = JournalId.of(Arrays.copyOfRange(bytes, 12, 28));
        check(file, 12, found.equals(id), "journal id " + id, "journal id " + found);
        long first = Layout.u64(bytes, 28);
        check(file, 28, first == named, "first event " + named + " as the name says", "first event " + first);
        return new SegmentHeader(first, Layout.u64(bytes, 36), Layout.u64(bytes, 44));
    }

    private static void check(ReadFile file, long offset, boolean good, String expected, String found) {
        if (!good) {
            throw new JournalDamaged(file.path(), offset, expected, found);
        }
    }
}
