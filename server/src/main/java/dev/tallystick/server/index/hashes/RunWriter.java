package dev.tallystick.server.index.hashes;

import dev.tallystick.server.journal.DurableWrite;
import dev.tallystick.server.journal.JournalFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes a run, entry by entry. One thread. */
final class RunWriter {
    /** Blocks written at once. */
    private static final int CHUNK = 32;

    private final JournalFile file;
    private final long number;
    private final @Nullable BlockFilter filter;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Block.BYTES);
    private int block;
    private int entry;
    private int place;
    private int rows;
    private long lastHash;
    private long lastEvent = -1;

    /**
     * @param file new and empty; closed by the caller
     * @param filter takes in every hash; null for none
     */
    RunWriter(JournalFile file, long number, @Nullable BlockFilter filter) {
        this.file = file;
        this.number = number;
        this.filter = filter;
    }

    /** Adds an entry; they come in ascending order of hash, as an unsigned number, and then of event. */
    void add(long hash, long event) throws IOException {
        int order = Long.compareUnsigned(lastHash, hash);
        if (order > 0 || (order == 0 && event <= lastEvent)) {
            throw new IllegalStateException("the entries of a run are not in order");
        }
        lastHash = hash;
        lastEvent = event;
        if (entry == Block.ENTRIES) {
            endBlock();
        }
        int at = block * Block.BYTES + entry * Block.ENTRY_BYTES;
        chunk.putLong(at, hash);
        chunk.putLong(at + Long.BYTES, event);
        entry++;
        rows++;
        if (filter != null) {
            filter.add(hash);
        }
    }

    private void endBlock() throws IOException {
        Block.seal(chunk, block * Block.BYTES, number, place++);
        block++;
        entry = 0;
        if (block == CHUNK) {
            write();
        }
    }

    private void write() throws IOException {
        DurableWrite.all(file, chunk.limit(block * Block.BYTES), (long) (place - block) * Block.BYTES);
        chunk.clear();
        block = 0;
    }

    /** Makes what was added durable, but for the file's name in its folder; returns the number of entries. */
    int finish() throws IOException {
        if (entry > 0) {
            for (int at = block * Block.BYTES + entry * Block.ENTRY_BYTES; at < (block + 1) * Block.BYTES; at++) {
                chunk.put(at, (byte) 0);
            }
            endBlock();
        }
        write();
        file.force();
        return rows;
    }
}
