package dev.tallystick.server.http;

import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.compare.Counting;
import dev.tallystick.ledger.compare.RecordFindings;
import dev.tallystick.server.compare.RowComparison;
import dev.tallystick.server.compare.RowComparison.TooManyRowsException;
import dev.tallystick.server.compare.RowSource;
import dev.tallystick.server.compare.SpoolFailedException;
import dev.tallystick.server.config.CompareLimits;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Comparisons row by row. So many uploads come in at a time and are refused at once beyond; then those with many records
 * take turns. Thread-safe.
 */
final class RowWork {
    private static final System.Logger LOG = System.getLogger(RowWork.class.getName());

    private final CompareLimits bounds;
    private final Semaphore uploads;
    private final Map<String, Semaphore> tenantUploads = new ConcurrentHashMap<>();
    private final Semaphore turns;
    private final HeavyWork heavy;

    RowWork(CompareLimits bounds, HeavyWork heavy) {
        this.bounds = bounds;
        this.heavy = heavy;
        this.uploads = new Semaphore(bounds.uploads());
        this.turns = new Semaphore(bounds.atOnce());
    }

    /** Runs the work of an upload, or refuses it with 503. */
    Reply upload(String tenantId, Supplier<Reply> work) {
        Semaphore own = tenantUploads.computeIfAbsent(tenantId, ignored -> new Semaphore(bounds.tenantUploads()));
        if (!own.tryAcquire()) {
            throw busy();
        }
        try {
            if (!uploads.tryAcquire()) {
                throw busy();
            }
            try {
                return work.get();
            } finally {
                uploads.release();
            }
        } finally {
            own.release();
        }
    }

    /** Compares, or throws a {@link ProblemException} or a refusal that says why not. */
    RecordFindings compare(Counting counting, DerivedBalance neutral, RowSource rows) {
        RowComparison.requireReadable(neutral, bounds);
        try (RowComparison comparison = new RowComparison(neutral.scope(), bounds)) {
            long work = comparison.receive(rows) + neutral.window().count();
            Supplier<RecordFindings> finish = () -> comparison.finish(counting, neutral);
            return neutral.window().count() <= bounds.fewRecords()
                    ? apart(work, finish)
                    : inTurn(() -> apart(work, finish));
        } catch (TooManyRowsException e) {
            throw Problem.of(
                            413,
                            "PAYLOAD_TOO_LARGE",
                            "Line " + e.line() + ": an upload may have at most " + e.rowsMax()
                                    + " rows. Compare a shorter scope.")
                    .toException();
        } catch (SpoolFailedException e) {
            LOG.log(System.Logger.Level.ERROR, "a comparison's temporary file failed; is its disk full?", e);
            throw Problem.unavailable(
                            "The server has no room for these rows at present. Nothing was stored; try again later.")
                    .toException();
        } catch (IOException e) {
            throw Problem.of(400, "MALFORMED_JSON", "The body broke off before its end. Send it whole.")
                    .toException();
        }
    }

    /** Does work over so many rows and records here, or as {@link HeavyWork} if they are not few. */
    <T> T apart(long rows, Supplier<T> work) {
        return heavy.isFew(rows) ? work.get() : heavy.run(work);
    }

    CompareLimits bounds() {
        return bounds;
    }

    private RecordFindings inTurn(Supplier<RecordFindings> work) {
        try {
            if (!turns.tryAcquire(bounds.waitMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private static ProblemException busy() {
        return Problem.unavailable(
                        "The server is comparing as many long lists of records as it can. Nothing was stored;"
                                + " try again shortly.")
                .toException();
    }
}
