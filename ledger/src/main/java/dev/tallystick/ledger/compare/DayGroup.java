package dev.tallystick.ledger.compare;

import dev.tallystick.proof.amount.Amount;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Rows and records of one day and one amount that no reference has brought together. A row without a reference may go
 * with any record, one with a reference only with a record that has none. For one thread.
 */
final class DayGroup {
    record Key(long epochDay, Amount delta) {}

    private final Deque<ClaimedRow> rows = new ArrayDeque<>();
    private final Deque<ClaimedRow> namedRows = new ArrayDeque<>();
    private final Deque<RecordedRow> records = new ArrayDeque<>();
    private final Deque<RecordedRow> namedRecords = new ArrayDeque<>();

    void add(ClaimedRow row) {
        (row.referenceId() == null ? rows : namedRows).add(row);
    }

    void add(RecordedRow record) {
        (record.referenceId() == null ? records : namedRecords).add(record);
    }

    /** Pairs as many as can be: those that can go with fewer others choose first. */
    void settle(RecordFindings findings) {
        int before = rows.size();
        pair(rows, namedRecords, findings);
        pair(rows, records, findings);
        boolean repeated = rows.size() < before;
        pair(namedRows, records, findings);
        rows.forEach(row -> findings.add(repeated ? RecordClass.DUPLICATE : RecordClass.NOT_RECORDED, row, null));
        namedRows.forEach(row -> findings.add(RecordClass.NOT_RECORDED, row, null));
        records.forEach(record -> findings.add(RecordClass.NOT_CLAIMED, null, record));
        namedRecords.forEach(record -> findings.add(RecordClass.NOT_CLAIMED, null, record));
    }

    private static void pair(Deque<ClaimedRow> rows, Deque<RecordedRow> records, RecordFindings findings) {
        while (!rows.isEmpty() && !records.isEmpty()) {
            findings.add(RecordClass.MATCHED, rows.removeFirst(), records.removeFirst());
        }
    }
}
