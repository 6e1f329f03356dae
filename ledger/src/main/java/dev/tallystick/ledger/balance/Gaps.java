package dev.tallystick.ledger.balance;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.bytes.Hash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for breaks in an account's sequence. The server numbers records without gaps, so a break would mean damage. An
 * answer from counters alone would always say so; this reads each record it says it checked, and that it names the one
 * before it. Stateless.
 */
public final class Gaps {
    /** Records held at once; each may carry sixteen KiB of metadata. */
    private static final int READ_MAX = 256;

    private Gaps() {}

    /**
     * What was found.
     *
     * @param firstSequence first number checked
     * @param lastSequence last number checked; less than the first if nothing was
     * @param nextSequence where to go on if the limit ended the check early, else null
     */
    public record Result(
            long firstSequence, long lastSequence, @Nullable Long nextSequence, List<Gap> gaps) {
        /** How many sequence numbers were looked at. */
        public long checked() {
            return Math.max(0, lastSequence - firstSequence + 1);
        }

        /** Whether the checked stretch has no break. */
        public boolean contiguous() {
            return gaps.isEmpty();
        }
    }

    /**
     * A break: there is no record with this number, or it does not follow from the one before it.
     *
     * @param expectedPrevious proof hash of the record before; zero where that is missing too, and for the first record
     * @param foundPrevious what this record names as the one before it; zero if there is no such record
     */
    public record Gap(long sequence, Hash expectedPrevious, Hash foundPrevious) {}

    /**
     * Checks the records from {@code from} to {@code to}, both inclusive and cut to what exists.
     *
     * @param limit most records to check, at least 1; the result then says where to go on
     */
    public static Result find(LedgerReader reader, AccountHead head, long from, long to, int limit) {
        long first = Math.max(1, from);
        long wanted = Math.min(head.sequence(), to);
        if (first > wanted) {
            return new Result(first, first - 1, null, List.of());
        }
        long last = Math.min(wanted, first + limit - 1);
        Chain chain = new Chain(first == 1 ? Hash.ZERO : proofHash(reader, head, first - 1));
        for (long start = first; start <= last; start += READ_MAX) {
            long end = Math.min(last, start + READ_MAX - 1);
            List<StoredDelta> records = reader.records(head, start, end);
            int at = 0;
            for (long sequence = start; sequence <= end; sequence++) {
                boolean present = at < records.size() && records.get(at).delta().sequence() == sequence;
                chain.follow(sequence, present ? records.get(at++) : null);
            }
        }
        return new Result(first, last, last < wanted ? last + 1 : null, List.copyOf(chain.gaps));
    }

    private static @Nullable Hash proofHash(LedgerReader reader, AccountHead head, long sequence) {
        List<StoredDelta> records = reader.records(head, sequence, sequence);
        return records.isEmpty() ? null : records.getFirst().delta().proofHash();
    }

    /** Walks from record to record. */
    private static final class Chain {
        private final List<Gap> gaps = new ArrayList<>();
        private @Nullable Hash previous;

        /** Starts after the record with this proof hash, null if it is missing. */
        Chain(@Nullable Hash previous) {
            this.previous = previous;
        }

        void follow(long sequence, @Nullable StoredDelta record) {
            if (record == null) {
                gaps.add(new Gap(sequence, previous == null ? Hash.ZERO : previous, Hash.ZERO));
                previous = null;
                return;
            }
            Hash named = record.delta().previousProofHash();
            if (previous != null && !named.equals(previous)) {
                gaps.add(new Gap(sequence, previous, named));
            }
            previous = record.delta().proofHash();
        }
    }
}
