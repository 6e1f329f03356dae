package dev.tallystick.client;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Usage that is sent in batches, on a schedule or as soon as enough waits, and that survives a restart of the program:
 * what {@link #add} has taken is in a file until the server has recorded or refused it. For many threads.
 *
 * <p>Each row has a reference, its own or one made here, so that a row sent twice is recorded once.
 */
public final class UsageQueue implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(UsageQueue.class.getName());

    /** Most bytes of one batch; the server takes 8 MiB. */
    private static final int BATCH_BYTES_MAX = 4 << 20;

    private static final int BATCH_ROWS_MAX = 1_000;
    private static final int REFERENCE_BYTES = 16;

    private final Tallystick client;
    private final Options options;
    private final BiConsumer<Delta, Refused> onRefused;
    private final FlushSchedule schedule;
    private final Spool spool;
    // Held while one batch is under way; never taken while holding the waiting rows.
    private final Object flushing = new Object();
    // Guards itself, the spool and soonAsked.
    private final Deque<Delta> waiting = new ArrayDeque<>();
    private boolean soonAsked;
    private volatile @Nullable TallystickException lastFailure;

    /**
     * How much a queue holds and when it sends.
     *
     * @param rowsMax most rows that wait, 1 or more; beyond, {@link #add} throws {@link QueueFullException}
     * @param flushAt how many waiting rows bring about a flush, 1 or more
     * @param period how often it is flushed anyway
     * @param random where references come from; must be for many threads
     */
    public record Options(int rowsMax, int flushAt, Duration period, RandomGenerator random) {
        /** 100,000 rows; a flush at 500 rows and every 5 seconds. */
        public static final Options DEFAULT = new Options(100_000, 500, Duration.ofSeconds(5), new SecureRandom());

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if a number is below 1 or the period not positive
         */
        public Options {
            if (rowsMax < 1 || flushAt < 1 || !period.isPositive()) {
                throw new IllegalArgumentException("A queue's bounds are 1 or more and its period positive.");
            }
        }
    }

    private UsageQueue(
            Tallystick client,
            Spool.Opened opened,
            Options options,
            FlushSchedule schedule,
            BiConsumer<Delta, Refused> onRefused) {
        this.client = client;
        this.options = options;
        this.schedule = schedule;
        this.onRefused = onRefused;
        this.spool = opened.spool();
        waiting.addAll(opened.rows());
    }

    /**
     * Opens a queue with what its file holds from before.
     *
     * @param file the spool file; made if it is not there, and used by this queue alone
     * @param onRefused is told each row that the server will never take; it is dropped then
     * @throws SpoolException if the file cannot be used
     */
    public static UsageQueue open(
            Tallystick client,
            Path file,
            Options options,
            FlushSchedule schedule,
            BiConsumer<Delta, Refused> onRefused) {
        UsageQueue queue = new UsageQueue(client, Spool.open(file), options, schedule, onRefused);
        schedule.every(options.period(), queue::flushQuietly);
        return queue;
    }

    /** Takes a row; when this returns, it survives a crash. */
    public void add(Delta delta) {
        add(List.of(delta));
    }

    /**
     * Takes rows, all or none, with one fsync.
     *
     * @throws QueueFullException if they do not all have room
     * @throws SpoolException if they could not be made durable
     */
    public void add(List<Delta> deltas) {
        List<Delta> rows = deltas.stream().map(this::named).toList();
        boolean ask;
        synchronized (waiting) {
            if (rows.size() > options.rowsMax() - waiting.size()) {
                throw new QueueFullException(waiting.size(), rows.size(), options.rowsMax());
            }
            spool.append(rows);
            waiting.addAll(rows);
            ask = waiting.size() >= options.flushAt() && !soonAsked;
            soonAsked |= ask;
        }
        if (ask) {
            schedule.soon(this::flushQuietly);
        }
    }

    private Delta named(Delta delta) {
        if (delta.item().referenceId() != null) {
            return delta;
        }
        byte[] name = new byte[REFERENCE_BYTES];
        options.random().nextBytes(name);
        return delta.withReference("queue:" + HexFormat.of().formatHex(name));
    }

    /** Returns how many rows wait. */
    public int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Returns what the last flush on schedule failed with, or null if it did not fail. */
    public @Nullable TallystickException lastFailure() {
        return lastFailure;
    }

    /**
     * Sends what waits, batch after batch, until nothing does or the server takes no more for now.
     *
     * @throws TallystickException as {@link Tallystick#batch} does; what was not acknowledged goes on waiting
     */
    public void flush() {
        synchronized (flushing) {
            int left = begin();
            while (left > 0) {
                List<Delta> rows = next(left);
                List<Delta> kept = send(rows);
                acknowledge(rows.size(), kept);
                left -= rows.size();
            }
        }
    }

    // Only what waits now: rows kept for another time go to the end and must not be sent over and over.
    private int begin() {
        synchronized (waiting) {
            soonAsked = false;
            return waiting.size();
        }
    }

    private List<Delta> next(int most) {
        List<Delta> rows = new ArrayList<>();
        long bytes = 0;
        synchronized (waiting) {
            for (Delta row : waiting) {
                bytes += Spool.json(row).length;
                if (rows.size() == Math.min(most, BATCH_ROWS_MAX) || (!rows.isEmpty() && bytes > BATCH_BYTES_MAX)) {
                    break;
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private List<Delta> send(List<Delta> rows) {
        List<Delta> kept = new ArrayList<>();
        List<BatchRow> results = client.batch(rows);
        for (int i = 0; i < rows.size(); i++) {
            switch (results.get(i)) {
                case Recorded ignored -> {}
                case Refused refused when refused.temporary() -> kept.add(rows.get(i));
                case Refused refused -> onRefused.accept(rows.get(i), refused);
            }
        }
        return kept;
    }

    private void acknowledge(int sent, List<Delta> kept) {
        synchronized (waiting) {
            for (int i = 0; i < sent; i++) {
                waiting.removeFirst();
            }
            waiting.addAll(kept);
            spool.acknowledged(waiting);
        }
    }

    private void flushQuietly() {
        try {
            flush();
            lastFailure = null;
        } catch (TallystickException e) {
            lastFailure = e;
            LOG.log(Level.WARNING, "{0} rows go on waiting: {1}", size(), e.getMessage());
        }
    }

    /** Stops the schedule and closes the file; what waits stays in it. Call {@link #flush} first to send it. */
    @Override
    public void close() {
        schedule.close();
        synchronized (flushing) {
            synchronized (waiting) {
                spool.close();
            }
        }
    }
}
