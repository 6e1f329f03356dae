package dev.tallystick.server.index;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Iterators that are lent to one reader after the other: to make one and drop it takes several times what it seeks with.
 * Thread-safe.
 */
final class LentIterators {
    /** More than this many readers at once make iterators of their own. */
    private static final int IDLE_MAX = 16;

    private final Supplier<RocksIterator> fresh;
    private final BlockingQueue<RocksIterator> idle = new ArrayBlockingQueue<>(IDLE_MAX);

    /** @param fresh makes one more, which sees every row there is */
    LentIterators(Supplier<RocksIterator> fresh) {
        this.fresh = fresh;
    }

    /** Lends one to a reader; it sees every row there is at this moment, and may not be kept. */
    <T extends @Nullable Object> T lend(Reader<T> reader) throws RocksDBException {
        RocksIterator rows = upToDate();
        boolean whole = false;
        try {
            T found = reader.read(rows);
            whole = true;
            return found;
        } finally {
            if (!whole || !idle.offer(rows)) {
                rows.close();
            }
        }
    }

    /** Reads what it wants from an iterator. */
    interface Reader<T extends @Nullable Object> {
        T read(RocksIterator rows) throws RocksDBException;
    }

    private RocksIterator upToDate() throws RocksDBException {
        RocksIterator rows = idle.poll();
        if (rows == null) {
            return fresh.get();
        }
        try {
            rows.refresh();
            return rows;
        } catch (RocksDBException e) {
            rows.close();
            throw e;
        }
    }

    /** Closes those that nobody uses: an idle iterator keeps the files it reads from on disk, merged ones too. */
    void dropIdle() {
        for (RocksIterator rows = idle.poll(); rows != null; rows = idle.poll()) {
            rows.close();
        }
    }
}
