package dev.tallystick.server.index.hashes;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One block of a run, 4,096 bytes, integers big-endian: up to 255 entries (u64 hash, u64 event number) in unsigned order,
 * the rest zeros, then u64 number of the run, u32 place of the block in it, u32 CRC32C of all before. Stateless.
 */
final class Block {
    static final int BYTES = 4_096;
    static final int ENTRIES = 255;
    static final int ENTRY_BYTES = 2 * Long.BYTES;

    private static final int RUN_AT = ENTRIES * ENTRY_BYTES;
    private static final int PLACE_AT = RUN_AT + Long.BYTES;
    private static final int CHECKSUM_AT = PLACE_AT + Integer.BYTES;

    private Block() {}

    /** How many blocks a run of so many entries has. */
    static int count(int rows) {
        return Math.ceilDiv(rows, ENTRIES);
    }

    /** How many entries stand in a block of such a run. */
    static int entries(int place, int rows) {
        return Math.min(ENTRIES, rows - place * ENTRIES);
    }

    /** Writes what follows the entries of the block that begins at {@code offset}. */
    static void seal(ByteBuffer buffer, int offset, long run, int place) {
        buffer.putLong(offset + RUN_AT, run);
        buffer.putInt(offset + PLACE_AT, place);
        buffer.putInt(offset + CHECKSUM_AT, checksum(buffer, offset));
    }

    /** Whether the block that begins at {@code offset} is the one at this place of this run, unchanged. */
    static boolean isWhole(ByteBuffer buffer, int offset, long run, int place) {
        return buffer.getInt(offset + CHECKSUM_AT) == checksum(buffer, offset)
                && buffer.getLong(offset + RUN_AT) == run
                && buffer.getInt(offset + PLACE_AT) == place;
    }

    @SuppressWarnings("ByteBufferBackingArray") // every caller's is allocated in this package
    private static int checksum(ByteBuffer buffer, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.array(), offset, CHECKSUM_AT);
        return (int) crc.getValue();
    }

    static long hash(ByteBuffer buffer, int offset, int entry) {
        return buffer.getLong(offset + entry * ENTRY_BYTES);
    }

    static long event(ByteBuffer buffer, int offset, int entry) {
        return buffer.getLong(offset + entry * ENTRY_BYTES + Long.BYTES);
    }
}
