package dev.tallystick.server.index;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Writes one frozen generation at a time to RocksDB, on a thread for each. Owned by the index's writer. */
final class Flusher {
    private final RocksStore store;
    private final Lookups lookups;
    private final MonthRanges ranges;

    /** Tells the writer that the thread is done; null while nothing is frozen. */
    private @Nullable CountDownLatch flushing;

    private volatile @Nullable RuntimeException failure;

    Flusher(RocksStore store, Lookups lookups, MonthRanges ranges) {
        this.store = store;
        this.lookups = lookups;
        this.ranges = ranges;
    }

    /** Begins with a generation; the one before must have been {@linkplain #await waited for}. */
    void start(Frozen frozen) {
        CountDownLatch done = new CountDownLatch(1);
        flushing = done;
        Thread.ofPlatform().name("index-flush").daemon(true).start(() -> flush(frozen, done));
    }

    private void flush(Frozen frozen, CountDownLatch done) {
        try (SortedFile file = store.newSortedFile()) {
            ranges.drain();
            frozen.writeTo(file);
            file.finish();
            store.ingest(file);
            lookups.ingested(frozen.generation());
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            done.countDown();
        }
    }

    /** Waits until nothing is being written; throws what any generation so far failed with. */
    void await() {
        CountDownLatch running = flushing;
        if (running != null) {
            try {
                running.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the index was being written", e);
            }
            flushing = null;
        }
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }
}
