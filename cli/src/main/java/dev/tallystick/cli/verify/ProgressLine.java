package dev.tallystick.cli.verify;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A bar on a terminal's standard error for work of more than a second; prints nothing elsewhere. A thread of its own. */
public final class ProgressLine implements LongConsumer, AutoCloseable {
    private static final long PERIOD_MILLIS = 250;
    private static final long QUIET_MILLIS = 1_000;
    private static final int BAR = 30;
    private static final int WIDTH = 79;

    private final String unit;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong total;
    private final Thread thread;
    private volatile boolean shown;

    /** Counts up to {@code total}; 0 if that is not known yet. */
    public ProgressLine(String unit, long total) {
        this.unit = unit;
        this.total = new AtomicLong(total);
        this.thread = Thread.ofPlatform().name("progress").daemon(true).unstarted(this::run);
        if (Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)) {
            thread.start();
        }
    }

    /** Says how much there is in all. */
    void total(long number) {
        total.set(number);
    }

    @Override
    public void accept(long more) {
        done.addAndGet(more);
    }

    private void run() {
        try {
            Thread.sleep(QUIET_MILLIS);
            while (true) {
                shown = true;
                show(line(done.get(), total.get(), unit));
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the bar. */
    static String line(long done, long total, String unit) {
        if (total <= 0) {
            return String.format(Locale.ROOT, "%,d %s", done, unit);
        }
        int full = (int) (Math.min(done, total) * BAR / total);
        return String.format(
                Locale.ROOT, "[%s%s] %,d of %,d %s", "#".repeat(full), " ".repeat(BAR - full), done, total, unit);
    }

    private static void show(String line) {
        System.err.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
        System.err.flush();
    }

    @Override
    public void close() {
        thread.interrupt();
        if (shown) {
            show("");
            System.err.print("\r");
            System.err.flush();
        }
    }
}
