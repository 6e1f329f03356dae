package dev.tallystick.server.index.hashes;

import dev.tallystick.server.journal.JournalFile;
import dev.tallystick.server.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files of the runs; makes new ones, with numbers that were never used before. Thread-safe. */
final class RunFolder {
    private static final String ENDING = ".hashes";

    /**
     * All filters of a kind together: for about 128 million hashes, or what an eighth of the heap holds. A run beyond has
     * none, and the disk is asked.
     */
    private static final long FILTER_BYTES_MAX =
            Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final JournalFiles files;
    private final Path folder;
    private final LongSupplier usableBytes;
    private final AtomicLong nextNumber;

    RunFolder(HashRuns.Place place) {
        this.files = place.files();
        this.folder = place.folder();
        this.usableBytes = place.usableBytes();
        this.nextNumber = new AtomicLong(place.firstNumber());
    }

    /** Runs as they are listed; new ones are numbered after them. */
    RunList open(byte[] listing) throws IOException {
        RunList list = RunList.fromBytes(listing, (kind, number, rows) -> run(kind, number, rows, null));
        for (HashRun run : list.all().toList()) {
            run.requireWhole();
        }
        list.all().mapToLong(HashRun::number).max().ifPresent(newest -> nextNumber.set(newest + 1));
        return list;
    }

    long usableBytes() {
        return usableBytes.getAsLong();
    }

    private HashRun run(HashKind kind, long number, int rows, @Nullable BlockFilter filter) {
        return new HashRun(files, file(number), kind, number, rows, filter);
    }

    private Path file(long number) {
        return folder.resolve(number + ENDING);
    }

    /** Whether so many more hashes may have a filter beside those over the runs. */
    static boolean mayFilter(List<HashRun> besides, int rows) {
        long bytes = BlockFilter.bytes(rows);
        for (HashRun run : besides) {
            bytes += run.filterBytes();
        }
        return bytes <= FILTER_BYTES_MAX;
    }

    /** Fills a new run. */
    interface Filling {
        /** Adds all entries; false to give up. */
        boolean fill(RunWriter writer) throws IOException;
    }

    /**
     * A new run, durable but for the name of its file ({@link #force}).
     *
     * @param rows at least as many as the filling adds
     * @return null if the filling gave up or added nothing
     */
    @Nullable
    HashRun write(HashKind kind, int rows, boolean filtered, Filling filling) throws IOException {
        long number = nextNumber.getAndIncrement();
        BlockFilter filter = filtered ? new BlockFilter(rows) : null;
        int written = 0;
        try (JournalFile file = files.openToWrite(file(number))) {
            RunWriter writer = new RunWriter(file, number, filter);
            written = filling.fill(writer) ? writer.finish() : 0;
        } finally {
            if (written == 0) {
                // Half a run may be what filled the disk.
                files.delete(file(number));
            }
        }
        if (written == 0) {
            return null;
        }
        HashRun run = run(kind, number, written, filter);
        run.requireWhole();
        return run;
    }

    /** Makes the names of new files durable. */
    void force() throws IOException {
        files.forceFolder(folder);
    }

    void delete(HashRun run) throws IOException {
        files.delete(file(run.number()));
    }

    /** Deletes what a crash left: runs that were not listed yet, or no longer. */
    void deleteAllBut(RunList list) throws IOException {
        Set<String> listed = list.all().map(run -> run.number() + ENDING).collect(Collectors.toSet());
        for (String name : files.list(folder)) {
            if (name.endsWith(ENDING) && !listed.contains(name)) {
                files.delete(folder.resolve(name));
            }
        }
    }
}
