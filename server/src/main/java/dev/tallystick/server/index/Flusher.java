package dev.tallystick.server.index;

import dev.tallystick.server.index.hashes.DamagedRunException;
import dev.tallystick.server.index.hashes.Draft;
import dev.tallystick.server.index.hashes.HashRuns;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Writes one frozen generation at a time to disk, on a thread for each. Owned by the index's writer. */
final class Flusher {
    private final RocksStore store;
    private final Lookups lookups;
    private final MonthRanges ranges;
    private final HashRuns runs;

    /** Tells the writer that the thread is done; null while nothing is frozen. */
    private @Nullable CountDownLatch flushing;

    private volatile @Nullable Throwable failure;

    Flusher(RocksStore store, Lookups lookups, MonthRanges ranges, HashRuns runs) {
        this.store = store;
        this.lookups = lookups;
        this.ranges = ranges;
        this.runs = runs;
    }

    /** Begins with a generation; the one before must have been {@linkplain #await waited for}. */
    void start(Frozen frozen) {
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofPlatform().name("index-flush").daemon(true).start(() -> flush(frozen, done));
        flushing = done;
    }

    private void flush(Frozen frozen, CountDownLatch done) {
        try (SortedFile file = store.newSortedFile()) {
            // Hashes first, in files that nobody knows of. A crash here: the next opening deletes them.
            Draft draft = runs.draft();
            frozen.writeHashes(draft);

            // Rows, position and the list of those files become part of the index at once, or none of them.
            ranges.drain();
            frozen.writeTo(file, draft.listing());
            file.finish();
            store.ingest(file);

            // Only now may the heap let go of them.
            runs.publish(draft);
            lookups.ingested(frozen.generation());

            // What may fail without harm comes last. A crash here: the next opening deletes what was merged away.
            runs.tidy(draft);
        } catch (DamagedRunException e) {
            failure = store.damaged(e);
        } catch (IOException e) {
            failure = new IndexUnwritableException("cannot write the index: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            // An error too: whoever goes on after it would leave out these rows for good.
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
        switch (failure) {
            case null -> {}
            case RuntimeException failed -> throw failed;
            case Error failed -> throw failed;
            case Throwable failed -> throw new IllegalStateException(failed);
        }
    }
}
