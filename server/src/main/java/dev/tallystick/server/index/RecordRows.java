package dev.tallystick.server.index;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;

/**
 * Rows that say where an account's records are: one row for up to {@value #ROW_RECORDS} records in a row. Its key names
 * the last of them, so that seeking a sequence leads to the row that holds it. Its value: u64 event of the first, then for
 * each other a varint with how many events it comes after the one before it. Stateless.
 */
final class RecordRows {
    /** Enough that a row costs little a record, few enough to be read through for one of them. */
    static final int ROW_RECORDS = 128;

    private RecordRows() {}

    /** Hears of records in order. */
    interface Visitor {
        /** Answers whether to go on. */
        boolean record(long sequence, long event);
    }

    /** Writes the rows of some records, in order of account number and then of sequence, without gaps in an account's. */
    static void write(SortedFile file, int[] order, Generation.Columns columns) {
        ByteSink value = new ByteSink(ROW_RECORDS * 4);
        int held = 0;
        for (int i = 0; i < order.length; i++) {
            int row = order[i];
            if (held == 0) {
                value.reset();
                value.u64(columns.event[row]);
            } else {
                value.varint(columns.event[row] - columns.event[order[i - 1]]);
            }
            held++;
            boolean ends = held == ROW_RECORDS
                    || i + 1 == order.length
                    || columns.account[order[i + 1]] != columns.account[row];
            if (ends) {
                file.put(IndexKeys.records(columns.account[row], columns.sequence[row]), value);
                held = 0;
            }
        }
    }

    /** Hands over the records of a row; false if the visitor wants no more. */
    static boolean read(byte[] key, byte[] value, Visitor visitor) {
        long last = new ByteSource(key, IndexKeys.ACCOUNT_BYTES, Long.BYTES).u64();
        ByteSource source = new ByteSource(value, 0, value.length);
        long event = source.u64();
        long sequence = last - count(value) + 1;
        while (visitor.record(sequence, event)) {
            if (sequence == last) {
                return true;
            }
            event += source.varint();
            sequence++;
        }
        return false;
    }

    /** How many records a row holds: one, and one for each varint, whose last byte has its highest bit clear. */
    private static int count(byte[] value) {
        int count = 1;
        for (int i = Long.BYTES; i < value.length; i++) {
            count += value[i] >= 0 ? 1 : 0;
        }
        return count;
    }
}
