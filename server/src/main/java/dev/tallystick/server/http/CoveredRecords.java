package dev.tallystick.server.http;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The records that a receipt covers, oldest first. Goes over them as often as is asked and holds a few hundred at a time.
 * Nothing recorded later changes it. May be used by any thread, each iterator by one.
 */
final class CoveredRecords implements Iterable<StoredDelta> {
    private static final int PAGE = 500;

    private final LedgerReader reader;
    private final AccountHead head;
    private final long first;
    private final long count;
    private final List<Long> selected;

    private CoveredRecords(LedgerReader reader, AccountHead head, long first, long count, List<Long> selected) {
        this.reader = reader;
        this.head = head;
        this.first = first;
        this.count = count;
        this.selected = selected;
    }

    static CoveredRecords of(Proven proven) {
        LedgerReader reader = proven.plane().reader();
        AccountHead head = reader.account(proven.account());
        if (head == null) {
            throw new IllegalStateException("event " + proven.event() + " is of a customer without records");
        }
        return switch (proven) {
            case Proven.OfRecord record ->
                new CoveredRecords(reader, head, record.stored().delta().sequence(), 1, List.of());
            case Proven.OfCheckpoint checkpoint -> {
                Chain chain = checkpoint.stored().statement().chain();
                yield new CoveredRecords(
                        reader,
                        head,
                        chain.firstSequence(),
                        chain.count(),
                        checkpoint.stored().sealed().selected());
            }
        };
    }

    AccountHead head() {
        return head;
    }

    long count() {
        return count;
    }

    /**
     * Some of them.
     *
     * @param offset how many to skip; beyond the last the answer is empty
     * @param limit at most so many, at least 1
     */
    List<StoredDelta> page(long offset, int limit) {
        if (offset >= count) {
            return List.of();
        }
        long end = Math.min(count, offset + limit);
        if (selected.isEmpty()) {
            return reader.records(head, first + offset, first + end - 1);
        }
        List<StoredDelta> found = new ArrayList<>();
        for (long sequence : selected.subList((int) offset, (int) end)) {
            found.addAll(reader.records(head, sequence, sequence));
        }
        return found;
    }

    @Override
    public Iterator<StoredDelta> iterator() {
        return new Iterator<>() {
            private long offset;
            private Iterator<StoredDelta> page = List.<StoredDelta>of().iterator();

            @Override
            public boolean hasNext() {
                if (!page.hasNext() && offset < count) {
                    List<StoredDelta> next = page(offset, PAGE);
                    offset += next.size();
                    page = next.iterator();
                }
                return page.hasNext();
            }

            @Override
            public StoredDelta next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return page.next();
            }
        };
    }
}
