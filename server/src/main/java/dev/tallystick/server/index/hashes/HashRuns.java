package dev.tallystick.server.index.hashes;

import dev.tallystick.server.journal.JournalFiles;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

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
 * new; files that are not listed are deleted at the next {@link #load}. Finding is for any thread; filters are made by one
 * beside it; all else is for the index's writer and flusher, one at a time.
 */
public final class HashRuns implements AutoCloseable {
    private final RunFolder folder;
    private final Merger merger;
    private volatile RunList runs = RunList.EMPTY;

    /** A file is closed only while nobody reads. */
    private final ReentrantReadWriteLock reading = new ReentrantReadWriteLock();

    /** No longer listed, and not closed yet. Owned by the flusher. */
    private final List<HashRun> retired = new ArrayList<>();

    /** While the listed runs are read into filters none of them may go away. */
    private volatile boolean makingFilters;

    /**
     * Where the files are.
     *
     * @param folder exists
     * @param firstNumber of the first file if none is listed
     * @param usableBytes how much room the disk has left
     */
    public record Place(JournalFiles files, Path folder, long firstNumber, LongSupplier usableBytes) {
        /**
         * A folder of the real disk. Its first number is one that no earlier build of the index is likely to have begun
         * with: every block holds the number of its file, so that one which an interrupted restore left is told from the
         * new one in its place.
         */
        public static Place real(Path folder) {
            long firstNumber = (long) new SecureRandom().nextInt(Integer.MAX_VALUE) << Integer.SIZE;
            return new Place(JournalFiles.real(), folder, firstNumber, folder.toFile()::getUsableSpace);
        }
    }

    /** None yet. */
    public HashRuns(Place place) {
        this.folder = new RunFolder(place);
        this.merger = new Merger(this.folder);
    }

    /** Takes over the runs of a list, empty for none, before anything else; deletes the files of others. */
    public void load(byte[] listing) throws IOException {
        RunList listed = folder.open(listing);
        folder.deleteAllBut(listed);
        runs = listed;
        makingFilters = listing.length > 0;
    }

    /**
     * Reads the runs into filters until told to stop, on a thread of its own beside everything else; before that every
     * search asks the disk. To be called once after {@link #load}.
     */
    public void makeFilters(BooleanSupplier stop) throws IOException {
        try {
            // Runs that are added meanwhile bring filters of their own.
            RunList listed = runs;
            for (HashKind kind : HashKind.values()) {
                List<HashRun> smallestFirst = new ArrayList<>(listed.of(kind));
                smallestFirst.sort(Comparator.comparingInt(HashRun::rows));
                for (HashRun run : smallestFirst) {
                    if (!stop.getAsBoolean() && RunFolder.mayFilter(runs.of(kind), run.rows())) {
                        run.makeFilter(stop);
                    }
                }
            }
        } finally {
            makingFilters = false;
        }
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
    public void publish(Draft draft) {
        runs = draft.list();
    }

    /** After {@link #publish}: lets go of runs that are no longer listed, and begins the next merge. */
    public void tidy(Draft draft) {
        retired.addAll(draft.replaced());
        // Nobody waits for this: while somebody reads, the files stay until the next generation.
        if (!retired.isEmpty() && reading.writeLock().tryLock()) {
            try {
                retired.forEach(this::drop);
                retired.clear();
            } finally {
                reading.writeLock().unlock();
            }
        }
        if (!makingFilters) {
            merger.begin(runs);
        }
    }

    private void drop(HashRun run) {
        try {
            run.close();
            folder.delete(run);
        } catch (IOException e) {
            System.getLogger(HashRuns.class.getName())
                    .log(Level.WARNING, "A merged file of the index is left to the next start.", e);
        }
    }

    /** To be called when nobody searches any more and {@link #makeFilters} has ended. */
    @Override
    public void close() throws IOException {
        merger.close();
        for (HashRun run : retired) {
            run.close();
        }
        for (HashRun run : runs.all().toList()) {
            run.close();
        }
    }
}
