package dev.tallystick.server.index.hashes;

import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.ReadFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** A file of entries in ascending order, never changed. Any thread reads until it is closed. */
final class HashRun implements Closeable {
    /** So often the next place to look is taken from how evenly hashes lie; then by halving, whatever they are. */
    private static final int GUESSES = 4;

    private final HashKind kind;
    private final long number;
    private final int rows;
    private final ReadFile file;
    private volatile @Nullable BlockFilter filter;

    /** @param filter over all its hashes, or null for none yet */
    HashRun(JournalFiles files, Path path, HashKind kind, long number, int rows, @Nullable BlockFilter filter) {
        this.kind = kind;
        this.number = number;
        this.rows = rows;
        this.filter = filter;
        this.file = new ReadFile(files, path);
    }

    Path path() {
        return file.path();
    }

    HashKind kind() {
        return kind;
    }

    long number() {
        return number;
    }

    /** Entries. */
    int rows() {
        return rows;
    }

    /** Bytes of its filter. */
    long filterBytes() {
        BlockFilter present = filter;
        return present == null ? 0 : present.bytes();
    }

    /** False only if the hash is not in it. */
    boolean mayContain(long hash) {
        BlockFilter present = filter;
        return present == null || present.mayContain(hash);
    }

    /** Opens the file, so that no later search has to, and compares its length with what is said of it. */
    void requireWhole() throws IOException {
        long wanted = bytes();
        try {
            long found = file.size();
            if (rows <= 0 || found != wanted) {
                throw new DamagedRunException(
                        "expected " + wanted + " bytes for " + rows + " entries in " + path() + ", found " + found);
            }
        } catch (NoSuchFileException e) {
            throw new DamagedRunException(path() + " is missing");
        }
    }

    /** Bytes on the disk. */
    long bytes() {
        return (long) Block.count(rows) * Block.BYTES;
    }

    /** Reads every entry into a filter, unless told to stop. */
    void makeFilter(BooleanSupplier stop) throws IOException {
        BlockFilter whole = new BlockFilter(rows);
        for (RunCursor cursor = new RunCursor(this); cursor.next(); ) {
            whole.add(cursor.hash());
            if (stop.getAsBoolean()) {
                return;
            }
        }
        filter = whole;
    }

    /** The first event under this hash that {@code confirmed} accepts, or -1. */
    long find(long hash, LongPredicate confirmed) throws IOException {
        Page page = new Page();
        for (int place = firstPlace(hash, page); place < Block.count(rows); place++) {
            page.turnTo(place);
            for (int entry = 0; entry < page.entries(); entry++) {
                int order = Long.compareUnsigned(page.hash(entry), hash);
                if (order > 0) {
                    return -1;
                }
                if (order == 0 && confirmed.test(page.event(entry))) {
                    return page.event(entry);
                }
            }
        }
        return -1;
    }

    /** The first block that the hash can stand in: no block before it ends with the hash or a later one. */
    private int firstPlace(long hash, Page page) throws IOException {
        int low = 0;
        int high = Block.count(rows) - 1;
        long lowHash = 0;
        long highHash = -1;
        for (int step = 0; low < high; step++) {
            int place = step < GUESSES ? guess(low, high, lowHash, highHash, hash) : (low + high) >>> 1;
            page.turnTo(place);
            long first = page.hash(0);
            long last = page.hash(page.entries() - 1);
            if (Long.compareUnsigned(last, hash) < 0) {
                low = place + 1;
                lowHash = last;
            } else if (Long.compareUnsigned(first, hash) < 0) {
                return place;
            } else {
                high = place;
                highHash = first;
            }
        }
        return low;
    }

    /** Hashes are evenly spread, so how far the hash lies between two others tells how far its block does. */
    private static int guess(int low, int high, long lowHash, long highHash, long hash) {
        long width = (highHash - lowHash) >>> Integer.SIZE;
        long offset = (hash - lowHash) >>> Integer.SIZE;
        return (int) (low + offset * (high - low) / (width + 1));
    }

    /** Reads blocks into the start of the target, a buffer with an array of its own, and checks them. */
    @SuppressWarnings("ByteBufferBackingArray") // every caller's is allocated in this package
    void read(int place, int count, ByteBuffer target) throws IOException {
        int length = count * Block.BYTES;
        long position = (long) place * Block.BYTES;
        int read;
        try {
            read = file.read(target.array(), 0, length, position);
        } catch (NoSuchFileException e) {
            throw new DamagedRunException(path() + " is missing");
        }
        if (read != length) {
            throw new DamagedRunException(
                    "expected " + length + " bytes at offset " + position + " of " + path() + ", found " + read);
        }
        for (int i = 0; i < count; i++) {
            if (!Block.isWhole(target, i * Block.BYTES, number, place + i)) {
                throw new DamagedRunException("the block at offset " + (position + (long) i * Block.BYTES) + " of "
                        + path() + " is not what was written: its checksum or its place is another");
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The block that a search has before it. */
    private final class Page {
        private final ByteBuffer block = ByteBuffer.allocate(Block.BYTES);
        private int place = -1;

        void turnTo(int wanted) throws IOException {
            if (place != wanted) {
                read(wanted, 1, block);
                place = wanted;
            }
        }

        int entries() {
            return Block.entries(place, rows);
        }

        long hash(int entry) {
            return Block.hash(block, 0, entry);
        }

        long event(int entry) {
            return Block.event(block, 0, entry);
        }
    }
}
