package dev.tallystick.cli.imports;

import java.util.concurrent.atomic.AtomicLong;

/** What has come of the rows so far. Thread-safe. */
final class ImportTotals {
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong recorded = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    void read() {
        read.incrementAndGet();
    }

    void answered(long recordedRows, long repeatedRows) {
        recorded.addAndGet(recordedRows);
        repeated.addAndGet(repeatedRows);
    }

    void refused() {
        refused.incrementAndGet();
    }

    long rows() {
        return read.get();
    }

    long recordedRows() {
        return recorded.get();
    }

    long repeatedRows() {
        return repeated.get();
    }

    long refusedRows() {
        return refused.get();
    }

    /** Rows of which it is known what became of them. */
    long settled() {
        return recorded.get() + repeated.get() + refused.get();
    }
}
