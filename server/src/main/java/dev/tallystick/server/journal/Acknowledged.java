package dev.tallystick.server.journal;

import java.io.IOException;
import java.nio.file.Path;

/** The content of the {@code acknowledged} file: how many events the journal had when an append last returned. */
sealed interface Acknowledged {
    /** The file's length. */
    int BYTES = 32;

    int CRC_AT = 28;

    /** "TALLYACK". */
    long MAGIC = 0x54414c4c5941434bL;

    /** A whole file. */
    record Known(long nextEvent) implements Acknowledged {}

    /** None there. */
    record Missing() implements Acknowledged {}

    /** One that is not as it was written. */
    record Unreadable(long offset, String expected, String found) implements Acknowledged {}

    /** Writes the {@link #BYTES} bytes of the file. */
    static void encode(JournalId id, long nextEvent, byte[] target) {
        Layout.putU64(target, 0, MAGIC);
        Layout.putU32(target, 8, Layout.FORMAT);
        Layout.putU64(target, 12, nextEvent);
        Layout.putU32(target, CRC_AT, Layout.crcWithId(id, target, 0, CRC_AT));
    }

    /** Reads the file's content from {@code length} bytes. */
    static Acknowledged decode(Path file, JournalId id, byte[] bytes, int length) {
        if (length != BYTES) {
            return new Unreadable(0, "32 bytes", "another length");
        }
        if (Layout.u64(bytes, 0) != MAGIC) {
            return new Unreadable(0, "the letters TALLYACK", "other bytes");
        }
        int crc = Layout.crcWithId(id, bytes, 0, CRC_AT);
        int stored = Layout.u32(bytes, CRC_AT);
        if (crc != stored) {
            return new Unreadable(CRC_AT, "checksum " + Layout.hex(crc), Layout.hex(stored));
        }
        int format = Layout.u32(bytes, 8);
        if (format != Layout.FORMAT) {
            throw new JournalFormatUnknown(file, Layout.FORMAT, format);
        }
        return new Known(Layout.u64(bytes, 12));
    }

    /** Reads the file in {@code folder}. */
    static Acknowledged read(JournalFiles files, Path folder, JournalId id) throws IOException {
        if (!files.list(folder).contains(Layout.ACKNOWLEDGED)) {
            return new Missing();
        }
        Path path = folder.resolve(Layout.ACKNOWLEDGED);
        byte[] bytes = new byte[BYTES + 1];
        try (ReadFile file = new ReadFile(files, path)) {
            return decode(path, id, bytes, file.read(bytes, 0, bytes.length, 0));
        }
    }
}
