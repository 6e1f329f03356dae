package dev.tallystick.server.index.hashes;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Makes one run of several of like size, on a thread of its own, one merge at a time: a hash is written again once for
 * each time that the number of hashes grew fourfold, and few runs are to be searched. Owned by the index's flusher.
 */
final class Merger {
    /** So many runs of a size are merged; a size reaches from a power of four to the next. */
    private static final int CROWD = 4;

    /** Runs merged at once, of those that gathered while another merge went on. */
    private static final int CROWD_MAX = 16;

    /** A run has no more entries than this. */
    private static final int ROWS_MAX = 1 << 29;

    /** The disk keeps this much room for those who must write while a merge does: it may come later, they may not. */
    private static final long RESERVED_BYTES = 512L << 20;

    /** A merge of a small part of the room left takes nobody's: else a disk that stays full gathers files for ever. */
    private static final long SMALL_PART = 16;

    /** Generations without a merge after one that could not be written or read. */
    private static final int PAUSE = 16;

    /** Entries between two looks at whether to stop. */
    private static final int STEP = 4_096;

    private final RunFolder folder;
    private volatile boolean closing;

    /** A merge: under way or finished, until it is taken. */
    private @Nullable FutureTask<@Nullable Merged> merge;

    private int pause;

    /** The runs that another one stands for now. */
    record Merged(List<HashRun> inputs, HashRun result) {}

    Merger(RunFolder folder) {
        this.folder = folder;
    }

    /** Begins a merge if one is due and none is under way. */
    void begin(RunList list) {
        if (merge != null || pause-- > 0) {
            return;
        }
        pause = 0;
        for (HashKind kind : HashKind.values()) {
            List<HashRun> crowd = crowd(list.of(kind));
            if (!crowd.isEmpty() && hasRoom(bytes(crowd))) {
                FutureTask<@Nullable Merged> task = new FutureTask<>(() -> merged(crowd, list.of(kind)));
                Thread.ofPlatform().name("index-merge").daemon(true).start(task);
                merge = task;
                return;
            }
        }
    }

    private boolean hasRoom(long bytes) {
        long usable = folder.usableBytes();
        return usable - bytes >= RESERVED_BYTES || usable / SMALL_PART >= bytes;
    }

    /** The smallest runs that are due, or none. */
    private static List<HashRun> crowd(List<HashRun> runs) {
        TreeMap<Integer, List<HashRun>> sizes = new TreeMap<>();
        for (HashRun run : runs) {
            int size = (Integer.SIZE - Integer.numberOfLeadingZeros(run.rows()) - 1) / 2;
            sizes.computeIfAbsent(size, key -> new ArrayList<>()).add(run);
        }
        for (List<HashRun> ofSize : sizes.values()) {
            List<HashRun> crowd = ofSize.subList(0, Math.min(CROWD_MAX, ofSize.size()));
            if (crowd.size() >= CROWD && rows(crowd) <= ROWS_MAX) {
                return List.copyOf(crowd);
            }
        }
        return List.of();
    }

    private static long rows(List<HashRun> runs) {
        return runs.stream().mapToLong(HashRun::rows).sum();
    }

    private static long bytes(List<HashRun> runs) {
        return runs.stream().mapToLong(HashRun::bytes).sum();
    }

    /** @param beside all runs whose filters are on the heap meanwhile */
    private @Nullable Merged merged(List<HashRun> inputs, List<HashRun> beside) throws IOException {
        int rows = Math.toIntExact(rows(inputs));
        Merge entries = new Merge(inputs);
        HashRun result = folder.write(inputs.getFirst().kind(), rows, RunFolder.mayFilter(beside, rows), writer -> {
            while (entries.next(STEP, writer::add)) {
                if (closing) {
                    return false;
                }
            }
            return true;
        });
        if (result == null) {
            return null;
        }
        if (result.rows() != rows) {
            throw new IllegalStateException("merging " + rows + " entries gave " + result.rows());
        }
        return new Merged(inputs, result);
    }

    /**
     * What was merged since the last call, or null. A merge that could not be written is begun again later: what it was
     * to replace is there.
     *
     * @throws DamagedRunException a run is not as it was written
     */
    @Nullable
    Merged take() throws DamagedRunException {
        FutureTask<@Nullable Merged> task = merge;
        if (task == null || !task.isDone()) {
            return null;
        }
        merge = null;
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a merge that has ended is not waited for", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case DamagedRunException damage -> throw damage;
                case IOException failure -> {
                    pause = PAUSE;
                    System.getLogger(Merger.class.getName())
                            .log(
                                    Level.WARNING,
                                    "Files of the index could not be merged; it is tried again later.",
                                    failure);
                }
                case null, default -> throw new IllegalStateException("merging runs failed", e.getCause());
            }
            return null;
        }
    }

    /** Gives up what is under way and waits for the end of it. What was not taken is dropped: nobody lists it. */
    void close() throws IOException {
        closing = true;
        FutureTask<@Nullable Merged> task = merge;
        merge = null;
        if (task == null) {
            return;
        }
        try {
            Merged left = task.get();
            if (left != null) {
                left.result().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException ignored) {
            // The runs that should have been merged are there, and whole.
        }
    }
}
