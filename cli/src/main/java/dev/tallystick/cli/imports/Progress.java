package dev.tallystick.cli.imports;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One line on a terminal that tells how far the import is; prints nothing elsewhere. A thread of its own. */
final class Progress implements AutoCloseable {
    private static final long PERIOD_MILLIS = 500;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int WIDTH = 79;

    private final ImportTotals totals;
    private final AtomicLong read;
    private final long size;
    private final long start = System.nanoTime();
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** {@code size} of all files in bytes, 0 if unknown; {@code read} of them so far. */
    Progress(ImportTotals totals, AtomicLong read, long size, boolean terminal) {
        this.totals = totals;
        this.read = read;
        this.size = size;
        this.thread = Thread.ofPlatform().name("import-progress").daemon(true).unstarted(this::run);
        if (terminal) {
            thread.start();
        }
    }

    private void run() {
        try {
            do {
                show(line(System.nanoTime() - start));
            } while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Rows, rate, share and time left after so many nanoseconds. */
    String line(long nanos) {
        long settled = totals.settled();
        long perSecond = nanos <= 0 ? 0 : settled * NANOS_PER_SECOND / nanos;
        StringBuilder line =
                new StringBuilder().append(String.format(Locale.ROOT, "%,d rows  %,d/s", settled, perSecond));
        if (totals.refusedRows() > 0) {
            line.append(String.format(Locale.ROOT, "  %,d refused", totals.refusedRows()));
        }
        long done = Math.min(read.get(), size);
        if (size > 0 && done > 0) {
            long leftSeconds = (size - done) / Math.max(1, done / Math.max(1, nanos / NANOS_PER_SECOND));
            line.append(String.format(
                    Locale.ROOT, "  %d %%  %d:%02d left", done * 100 / size, leftSeconds / 60, leftSeconds % 60));
        }
        return line.toString();
    }

    private static void show(String line) {
        System.err.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
        System.err.flush();
    }

    @Override
    public void close() {
        closed.countDown();
        if (thread.isAlive()) {
            thread.interrupt();
            show("");
            System.err.print("\r");
            System.err.flush();
        }
    }
}
