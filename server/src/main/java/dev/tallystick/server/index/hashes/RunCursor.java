package dev.tallystick.server.index.hashes;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads a run from its first entry to its last. One thread. */
final class RunCursor {
    /** Blocks read at once. */
    private static final int CHUNK = 16;

    private final HashRun run;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Block.BYTES);

    /** The entry it stands on, counted in the run. */
    private int row = -1;

    private long hash;
    private long event;

    RunCursor(HashRun run) {
        this.run = run;
    }

    /** Goes to the next entry, at first to the first; false behind the last. */
    boolean next() throws IOException {
        row++;
        if (row >= run.rows()) {
            return false;
        }
        int place = row / Block.ENTRIES;
        int entry = row % Block.ENTRIES;
        if (entry == 0 && place % CHUNK == 0) {
            run.read(place, Math.min(CHUNK, Block.count(run.rows()) - place), chunk);
        }
        int offset = place % CHUNK * Block.BYTES;
        hash = Block.hash(chunk, offset, entry);
        event = Block.event(chunk, offset, entry);
        return true;
    }

    long hash() {
        return hash;
    }

    long event() {
        return event;
    }

    /** Whether its entry comes before that of another. */
    boolean isBefore(RunCursor other) {
        int order = Long.compareUnsigned(hash, other.hash);
        return order < 0 || (order == 0 && event < other.event);
    }
}
