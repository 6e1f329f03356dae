package dev.tallystick.server.compare;

import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.compare.ClaimedRow;
import dev.tallystick.ledger.compare.Counting;
import dev.tallystick.ledger.compare.RecordComparison;
import dev.tallystick.ledger.compare.RecordFindings;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.server.config.CompareLimits;
import java.io.IOException;
import java.util.Map;

/** Lays a side's rows, as they come, beside the records of a scope. For one use by one thread. */
public final class RowComparison implements AutoCloseable {
    /** Taken in within some milliseconds. */
    private static final int ROWS_BEFORE_OTHERS = 1_000;

    private final CompareLimits limits;
    private final RowSpool spool = new RowSpool();
    private final RecordComparison comparison;

    /** Starts without rows. */
    public RowComparison(Scope scope, CompareLimits limits) {
        this.limits = limits;
        this.comparison = new RecordComparison(spool.shelves(), scope);
    }

    /**
     * Takes in all rows and returns how many there were.
     *
     * @throws RefusedException {@code VALIDATION_ERROR} naming a line
     * @throws TooManyRowsException more rows than taken
     * @throws SpoolFailedException there is no room for them
     * @throws IOException the rows broke off
     */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing depends on the yielding but how long others wait.
    public long receive(RowSource rows) throws IOException {
        long count = 0;
        for (ClaimedRow row = rows.next(); row != null; row = rows.next()) {
            if (++count > limits.uploadRows()) {
                throw new TooManyRowsException(row.line(), limits.uploadRows());
            }
            comparison.claimed(row);
            if (count % ROWS_BEFORE_OTHERS == 0) {
                // Rows that come faster than they are read would else keep every other request off this carrier.
                Thread.yield();
            }
        }
        return count;
    }

    /** Takes in the records of the scope and compares. */
    public RecordFindings finish(Counting counting, DerivedBalance neutral) {
        comparison.recorded(counting, neutral);
        return comparison.finish();
    }

    @Override
    public void close() {
        spool.close();
    }

    /** Refuses a scope with more records than are read one by one. */
    public static void requireReadable(DerivedBalance neutral, CompareLimits limits) {
        long count = neutral.window().count();
        if (count > limits.recordedRows()) {
            throw new RefusedException(new Refusal(
                    RefusalCode.SCOPE_TOO_WIDE,
                    "This scope has " + count + " records; at most " + limits.recordedRows()
                            + " are compared row by row. Name a shorter scope, or compare totals or windows.",
                    Map.of("field", "endDate", "limit", Long.toString(limits.recordedRows()))));
        }
    }

    /** An upload has more rows than are taken. */
    public static final class TooManyRowsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final long line;
        private final int rowsMax;

        TooManyRowsException(long line, int rowsMax) {
            super("line " + line + " is row " + rowsMax + " and one more");
            this.line = line;
            this.rowsMax = rowsMax;
        }

        /** Of the first row too many. */
        public long line() {
            return line;
        }

        /** How many are taken. */
        public int rowsMax() {
            return rowsMax;
        }
    }
}
