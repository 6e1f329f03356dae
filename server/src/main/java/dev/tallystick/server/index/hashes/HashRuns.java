package dev.tallystick.server.index.hashes;

import dev.tallystick.server.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;

/**
 * Event numbers by 64-bit hashes, several for one hash allowed, in sorted files that are never changed: each full
 * generation adds one of each kind, and a {@link Merger} makes one of several. Hashes are evenly spread and never
 * replaced, so this needs nothing of what a general store does for each row and takes a tenth of its
 * processor time ({@code docs/performance.md}).
 *
 * <pre>
 *   generation --write--> new run \
 *   merged runs ------------------ draft --listed with the position in RocksDB--> publish --> files of merged ones go
 * </pre>
 *
 * <p>Which runs count is for the one who keeps the {@linkplain Draft#listing list}, so a crash leaves the old runs or the
 * new; files that are not listed are deleted at the next {@link #load}. Finding is for any thread, all else for the index's
 * writer and flusher, one at a time.
 */
public final class HashRuns implements AutoCloseable {
    private final RunFolder folder;
    private final Merger merger;
    private volatile RunList runs = RunList.EMPTY;

    /** A file is closed only while nobody reads. */
    private final ReentrantReadWriteLock reading = new ReentrantReadWriteLock();

    /** Until then no run goes away, for one is being read. */
    private volatile boolean filtersMade;

    /** None yet, in a folder that exists. */
    public HashRuns(JournalFiles files, Path folder) {
        this.folder = new RunFolder(files, folder);
        this.merger = new Merger(this.folder);
    }

    /** Takes over the runs of a list, empty for none, before anything else; deletes the files of others. */
    public void load(byte[] listing) throws IOException {
        RunList listed = RunList.fromBytes(listing, folder::open);
        folder.deleteAllBut(listed);
        runs = listed;
        filtersMade = listing.length == 0;
    }

    /** Reads the runs into filters, beside everything else, until told to stop; before, every search asks the disk. */
    public void makeFilters(BooleanSupplier stop) throws IOException {
        if (filtersMade) {
            return;
        }
        // Runs that are added meanwhile bring filters of their own.
        RunList listed = runs;
        for (HashKind kind : HashKind.values()) {
            List<HashRun> smallestFirst = new ArrayList<>(listed.of(kind));
            smallestFirst.sort(Comparator.comparingInt(HashRun::rows));
            for (HashRun run : smallestFirst) {
                if (RunFolder.mayFilter(runs.of(kind), run.rows())) {
                    run.makeFilter(stop);
                }
            }
        }
        filtersMade = !stop.getAsBoolean();
    }

    /**
     * The first event under this hash that {@code confirmed} accepts, or -1.
     *
     * @throws IOException a file cannot be read, or ({@link DamagedRunException}) not as it was written
     */
    public long find(HashKind kind, long hash, LongPredicate confirmed) throws IOException {
        if (!mayContain(kind, hash)) {
            return -1;
        }
        reading.readLock().lock();
        try {
            for (HashRun run : runs.of(kind)) {
                long event = run.mayContain(hash) ? run.find(hash, confirmed) : -1;
                if (event >= 0) {
                    return event;
                }
            }
            return -1;
        } finally {
            reading.readLock().unlock();
        }
    }

    private boolean mayContain(HashKind kind, long hash) {
        for (HashRun run : runs.of(kind)) {
            if (run.mayContain(hash)) {
                return true;
            }
        }
        return false;
    }

    /** Hands over every entry of a kind in order, read from the files and checked. */
    public void forEach(HashKind kind, Entries entries) throws IOException {
        Merge all = new Merge(runs.of(kind));
        while (all.next(Integer.MAX_VALUE, entries)) {
            // Once is enough for as many as there can be.
        }
    }

    /** Begins the next list: the present one with what has been merged since. */
    public Draft draft() throws IOException {
        Merger.Merged merged = merger.take();
        return merged == null
                ? new Draft(folder, runs, List.of())
                : new Draft(folder, runs.with(merged.inputs(), merged.result()), merged.inputs());
    }

    /** The draft's list has been stored: its runs are searched from now on. */
    public void publish(Draft draft) throws IOException {
        runs = draft.list();
        List<HashRun> replaced = draft.replaced();
        reading.writeLock().lock();
        try {
            for (HashRun run : replaced) {
                run.close();
            }
        } finally {
            reading.writeLock().unlock();
        }
        for (HashRun run : replaced) {
            folder.delete(run);
        }
        if (filtersMade) {
            merger.begin(runs);
        }
    }

    /** To be called when nobody searches any more and {@link #makeFilters} has ended. */
    @Override
    public void close() throws IOException {
        merger.close();
        for (HashRun run : runs.all().toList()) {
            run.close();
        }
    }
}
