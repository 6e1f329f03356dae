package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.PositionReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.amount.Amount;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads of an account's records on a budget. For one thread. */
final class Reads {
    /** Records held at once; each may carry sixteen KiB of metadata, but together they cost less than in small parts. */
    static final int CHUNK = 1_024;

    /** One record from anywhere costs about as much as so many that follow each other. */
    static final int PROBE_COST = 4;

    private final Counting counting;
    private long left;
    private long read;

    Reads(Counting counting, long budget) {
        this.counting = counting;
        this.left = budget;
    }

    PositionReader positions() {
        return counting.positions();
    }

    /** The days by time of use, or null where time recorded counts. */
    @Nullable
    OccurredDays occurred() {
        return counting.occurred();
    }

    AccountHead head() {
        return counting.head();
    }

    /** How many records in a row may still be read. */
    long left() {
        return left;
    }

    /** Records read so far. */
    long read() {
        return read;
    }

    /** One record; to be asked for only while {@link #left} is at least {@link #PROBE_COST}. */
    StoredDelta probe(long sequence) {
        left -= PROBE_COST;
        read++;
        return counting.reader().records(counting.head(), sequence, sequence).getFirst();
    }

    /** Hands over the records from {@code from} to {@code to}, both inclusive, in order. */
    void run(long from, long to, Consumer<StoredDelta> visitor) {
        left -= to - from + 1;
        read += to - from + 1;
        for (long start = from; start <= to; start += CHUNK) {
            counting.reader()
                    .records(counting.head(), start, Math.min(to, start + CHUNK - 1))
                    .forEach(visitor);
        }
    }

    /** Takes so many reads as done. */
    void spend(long records) {
        left -= records;
        read += records;
    }

    /** The position after a record. */
    static Position after(StoredDelta record) {
        return new Position(
                record.delta().sequence(),
                record.delta().balance(),
                record.delta().credits());
    }

    /** The balance before a record. */
    static Amount balanceBefore(StoredDelta record) {
        return record.delta().balance().minus(record.delta().item().delta());
    }
}
