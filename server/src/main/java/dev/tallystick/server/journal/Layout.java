package dev.tallystick.server.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.CRC32C;

/** Sizes, magic numbers and checksums of the files, as docs/formats/journal.md states them. All integers big-endian. */
final class Layout {
    static final int FORMAT = 1;

    /** "TALLYJRN". */
    static final long SEGMENT_MAGIC = 0x54414c4c594a524eL;

    static final int SEGMENT_HEADER_BYTES = 64;

    /** FF 54 4A FE: neither FF nor FE occurs in UTF-8, so no text a client sends can contain it. */
    static final int FRAME_MAGIC = 0xff544afe;

    static final int FRAME_HEADER_BYTES = 32;

    /** Length and checksum before each event. */
    static final int EVENT_PREFIX_BYTES = 8;

    static final String SEGMENT_SUFFIX = ".journal";
    static final String OFFSETS_SUFFIX = ".offsets";
    static final String UNFINISHED_SUFFIX = ".new";
    static final String ACKNOWLEDGED = "acknowledged";

    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Layout() {}

    static String segmentName(long firstEvent) {
        return String.format(Locale.ROOT, "%020d%s", firstEvent, SEGMENT_SUFFIX);
    }

    static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** The checksum of {@code length} bytes that are taken to stand behind the journal's id. */
    static int crcWithId(JournalId id, byte[] bytes, int offset, int length) {
        byte[] prefix = new byte[JournalId.LENGTH];
        id.copyTo(prefix, 0);
        CRC32C crc = new CRC32C();
        crc.update(prefix);
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** What every event's checksum is exclusive-ored with, besides its number: the checksum of the journal's id. */
    static int salt(JournalId id) {
        return crcWithId(id, new byte[0], 0, 0);
    }

    /** The checksum of an event: wrong for other bytes, for another number and for another journal. */
    static int eventCheck(int salt, long number, byte[] bytes, int offset, int length) {
        return crc(bytes, offset, length) ^ salt ^ (int) number;
    }

    static String hex(int value) {
        return String.format(Locale.ROOT, "%08x", value);
    }

    static boolean allZero(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    static int u32(byte[] bytes, int offset) {
        return (int) U32.get(bytes, offset);
    }

    static long u64(byte[] bytes, int offset) {
        return (long) U64.get(bytes, offset);
    }

    static void putU32(byte[] bytes, int offset, int value) {
        U32.set(bytes, offset, value);
    }

    static void putU64(byte[] bytes, int offset, long value) {
        U64.set(bytes, offset, value);
    }
}
