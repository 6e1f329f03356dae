package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.ledger.scope.TimeBasis;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lays one side's rows beside the records: first by reference, then, where either has none, by date and amount. Each
 * row goes with at most one record. It works partition by partition, so it holds only one partition at a time; what
 * belongs together is always in the same. For one use by one thread.
 */
public final class RecordComparison {
    /** Records read at once. */
    private static final int CHUNK = 1_000;

    /**
     * Where rows and records wait.
     *
     * @param partitions how many each shelf has, at least 1
     */
    public record Shelves(
            int partitions,
            Shelf<ClaimedRow> claimed,
            Shelf<RecordedRow> recorded,
            Shelf<ClaimedRow> claimedByDay,
            Shelf<RecordedRow> recordedByDay) {
        /** For as many as fit the heap. */
        public static Shelves onHeap() {
            return new Shelves(1, Shelf.onHeap(1), Shelf.onHeap(1), Shelf.onHeap(1), Shelf.onHeap(1));
        }
    }

    private final Shelves shelves;
    private final RecordFindings findings;
    private long claimedWithoutReference;
    private long recordedWithoutReference;

    /** Starts with empty shelves. */
    public RecordComparison(Shelves shelves, Scope scope) {
        this.shelves = shelves;
        this.findings = new RecordFindings(scope);
    }

    /** Takes in a row of the side. */
    public void claimed(ClaimedRow row) {
        String reference = row.referenceId();
        if (reference == null) {
            claimedWithoutReference++;
            shelves.claimedByDay().put(partition(new DayGroup.Key(row.epochDay(), row.delta())), row);
        } else {
            shelves.claimed().put(partition(reference), row);
        }
    }

    /** Takes in the scope's records, a thousand at a time. */
    public void recorded(Counting counting, DerivedBalance neutral) {
        LedgerReader reader = counting.reader();
        AccountHead head = counting.head();
        if (counting.basis() == TimeBasis.OCCURRED) {
            Scope scope = neutral.scope();
            reader.occurred()
                    .visit(
                            head,
                            scope.start(),
                            scope.end(),
                            record -> recorded(RecordedRow.of(record, TimeBasis.OCCURRED)));
            return;
        }
        for (long first = neutral.firstSequence(); first <= neutral.lastSequence(); first += CHUNK) {
            reader.records(head, first, Math.min(neutral.lastSequence(), first + CHUNK - 1))
                    .forEach(record -> recorded(RecordedRow.of(record)));
        }
    }

    void recorded(RecordedRow record) {
        String reference = record.referenceId();
        if (reference == null) {
            recordedWithoutReference++;
            shelves.recordedByDay().put(partition(new DayGroup.Key(record.usageDay(), record.delta())), record);
        } else {
            shelves.recorded().put(partition(reference), record);
        }
    }

    /** Compares what was taken in. */
    public RecordFindings finish() {
        for (int partition = 0; partition < shelves.partitions(); partition++) {
            byReference(partition);
        }
        for (int partition = 0; partition < shelves.partitions(); partition++) {
            byDay(partition);
        }
        return findings;
    }

    /** A record with the row that goes with it so far. */
    private static final class Pair {
        private final RecordedRow record;
        private @Nullable ClaimedRow row;

        Pair(RecordedRow record) {
            this.record = record;
        }

        /** Takes the row, or the better one of two, and returns the one that is one too many. */
        @Nullable
        ClaimedRow take(ClaimedRow next) {
            ClaimedRow before = row;
            boolean better = before == null
                    || (next.delta().equals(record.delta()) && !before.delta().equals(record.delta()));
            if (better) {
                row = next;
                return before;
            }
            return next;
        }
    }

    private void byReference(int partition) {
        Map<String, Pair> pairs = new HashMap<>();
        shelves.recorded().forEach(partition, record -> {
            String reference = record.referenceId();
            if (reference != null) {
                pairs.put(reference, new Pair(record));
            }
        });
        Set<String> unknown = new HashSet<>();
        shelves.claimed().forEach(partition, row -> {
            String reference = row.referenceId();
            Pair pair = pairs.get(reference);
            if (pair != null) {
                ClaimedRow surplus = pair.take(row);
                if (surplus != null) {
                    findings.add(RecordClass.DUPLICATE, surplus, pair.record);
                }
            } else if (reference != null && unknown.add(reference)) {
                unknown(row);
            } else {
                findings.add(RecordClass.DUPLICATE, row, null);
            }
        });
        pairs.values().forEach(this::settle);
    }

    private void settle(Pair pair) {
        ClaimedRow row = pair.row;
        if (row != null) {
            boolean equal = row.delta().equals(pair.record.delta());
            findings.add(equal ? RecordClass.MATCHED : RecordClass.AMOUNT_DIFFERS, row, pair.record);
        } else if (claimedWithoutReference > 0) {
            DayGroup.Key key = new DayGroup.Key(pair.record.usageDay(), pair.record.delta());
            shelves.recordedByDay().put(partition(key), pair.record);
        } else {
            findings.add(RecordClass.NOT_CLAIMED, null, pair.record);
        }
    }

    private void unknown(ClaimedRow row) {
        if (recordedWithoutReference > 0 && row.epochDay() != ClaimedRow.NO_DAY) {
            shelves.claimedByDay().put(partition(new DayGroup.Key(row.epochDay(), row.delta())), row);
        } else {
            findings.add(RecordClass.NOT_RECORDED, row, null);
        }
    }

    private void byDay(int partition) {
        Map<DayGroup.Key, DayGroup> groups = new HashMap<>();
        shelves.recordedByDay()
                .forEach(
                        partition,
                        record -> groups.computeIfAbsent(
                                        new DayGroup.Key(record.usageDay(), record.delta()), ignored -> new DayGroup())
                                .add(record));
        shelves.claimedByDay()
                .forEach(
                        partition,
                        row -> groups.computeIfAbsent(
                                        new DayGroup.Key(row.epochDay(), row.delta()), ignored -> new DayGroup())
                                .add(row));
        groups.values().forEach(group -> group.settle(findings));
    }

    private int partition(Object key) {
        int hash = key.hashCode();
        // The hash maps within a partition use the low bits.
        return Integer.remainderUnsigned((hash * 0x9e37_79b9) >>> 8, shelves.partitions());
    }
}
