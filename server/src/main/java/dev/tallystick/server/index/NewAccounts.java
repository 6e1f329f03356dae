package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/**
 * The accounts opened while a generation was filled, readable in the order of their keys. One small sorted set takes in;
 * when it is full it becomes a sorted array, and reading merges the arrays: a single set of hundreds of thousands cost
 * the writer more than all else it did for a new customer. The writer adds; any thread reads.
 */
final class NewAccounts {
    /** Few enough to stay in a core's cache, many enough that a generation has but a few hundred arrays to merge. */
    private static final int RUN = 2_048;

    private record State(ConcurrentSkipListSet<AccountKey> open, List<AccountKey[]> runs) {}

    private volatile State state = new State(new ConcurrentSkipListSet<>(AccountOrder.BY_KEY), List.of());

    /** Owned by the writer. */
    private int inOpen;

    /** By the writer; each account once. */
    void add(AccountKey key) {
        State now = state;
        now.open().add(key);
        if (++inOpen == RUN) {
            List<AccountKey[]> runs = new ArrayList<>(now.runs());
            runs.add(now.open().toArray(new AccountKey[0]));
            state = new State(new ConcurrentSkipListSet<>(AccountOrder.BY_KEY), List.copyOf(runs));
            inOpen = 0;
        }
    }

    /** All of them, in no particular order. */
    void forEach(Consumer<AccountKey> visitor) {
        State now = state;
        now.open().forEach(visitor);
        for (AccountKey[] run : now.runs()) {
            for (AccountKey key : run) {
                visitor.accept(key);
            }
        }
    }

    /** Those not before {@code first}, in order; accounts added meanwhile may be among them. For one thread. */
    Iterator<AccountKey> from(AccountKey first) {
        State now = state;
        Merge merge = new Merge();
        merge.add(now.open().tailSet(first, true).iterator());
        for (AccountKey[] run : now.runs()) {
            int found = Arrays.binarySearch(run, first, AccountOrder.BY_KEY);
            merge.add(Arrays.asList(run)
                    .subList(found < 0 ? -found - 1 : found, run.length)
                    .iterator());
        }
        return merge;
    }

    private record Source(AccountKey next, Iterator<AccountKey> rest) {}

    private static final class Merge implements Iterator<AccountKey> {
        private final PriorityQueue<Source> sources =
                new PriorityQueue<>((a, b) -> AccountOrder.BY_KEY.compare(a.next(), b.next()));

        void add(Iterator<AccountKey> keys) {
            if (keys.hasNext()) {
                sources.add(new Source(keys.next(), keys));
            }
        }

        @Override
        public boolean hasNext() {
            return !sources.isEmpty();
        }

        @Override
        public AccountKey next() {
            Source least = sources.poll();
            if (least == null) {
                throw new NoSuchElementException();
            }
            add(least.rest());
            return least.next();
        }
    }
}
