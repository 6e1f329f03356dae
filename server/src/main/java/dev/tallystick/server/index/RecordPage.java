package dev.tallystick.server.index;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredDelta;
import java.util.function.Consumer;

/**
 * Takes runs of sequences: the first ones are skipped without a look at them, the next ones read, those that follow
 * each other together. For one thread.
 */
final class RecordPage {
    /** Records held at once. */
    private static final int CHUNK = 1_000;

    private final LedgerReader recorded;
    private final AccountHead head;
    private final Consumer<StoredDelta> visitor;
    private long toSkip;
    private long left;
    private long first;
    private long last = -1;

    RecordPage(LedgerReader recorded, AccountHead head, long offset, long limit, Consumer<StoredDelta> visitor) {
        this.recorded = recorded;
        this.head = head;
        this.toSkip = offset;
        this.left = limit;
        this.visitor = visitor;
    }

    void take(long from, long to) {
        long count = Math.max(0, to - from + 1);
        long skipped = Math.min(toSkip, count);
        toSkip -= skipped;
        long taken = Math.min(left, count - skipped);
        left -= taken;
        if (taken == 0) {
            return;
        }
        if (from + skipped != last + 1) {
            read();
            first = from + skipped;
        }
        last = from + skipped + taken - 1;
    }

    /** Reads what was taken and not read yet. */
    void read() {
        for (long from = first; from <= last; from += CHUNK) {
            recorded.records(head, from, Math.min(last, from + CHUNK - 1)).forEach(visitor);
        }
        first = last + 1;
    }
}
