package dev.tallystick.ledger.checkpoint;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.UtcMonth;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TreeHash;

/**
 * Finds what a checkpoint of a window covers, on the thread that asks for it. The tree over a whole month is kept
 * running, so it costs nothing here; only records of a window that lie outside of its first month, or of a part of a
 * month, are read. Stateless.
 */
public final class WindowPreparation {
    private static final int PAGE = 1_000;

    private WindowPreparation() {}

    /**
     * Looks at the window.
     *
     * @param head the account, read just before
     * @param start first instant, milliseconds since the epoch
     * @param end first instant after the window
     */
    public static SealRequest prepare(LedgerReader reader, AccountHead head, long start, long end) {
        Position opening = reader.before(head, start);
        Position closing = reader.before(head, end);
        Coverage.Window covered = new Coverage.Window(
                head.sequence(), opening, closing, proofHash(reader, head, closing.sequence()), new CompactRange());
        return new SealRequest(
                head.key().customerId(),
                start,
                end,
                closing.sequence() == opening.sequence() ? covered : withTree(reader, head, start, end, covered));
    }

    /** Looks again at a window in which too much was recorded since; only what is new is read. */
    public static SealRequest again(LedgerReader reader, AccountHead head, SealRequest request) {
        if (request.coverage() instanceof Coverage.Window seen) {
            Position opening = reader.before(head, request.start());
            Position closing = reader.before(head, request.end());
            if (opening.equals(seen.opening())) {
                Coverage.Window covered = new Coverage.Window(
                        head.sequence(),
                        opening,
                        closing,
                        proofHash(reader, head, closing.sequence()),
                        seen.tree().copy());
                return new SealRequest(
                        request.customerId(),
                        request.start(),
                        request.end(),
                        grown(reader, head, covered, covered.tree()));
            }
        }
        return prepare(reader, head, request.start(), request.end());
    }

    private static Coverage.Window withTree(
            LedgerReader reader, AccountHead head, long start, long end, Coverage.Window covered) {
        long first = covered.opening().sequence();
        long count = covered.closing().sequence() - first;
        int month = UtcMonth.of(start);
        if (reader.before(head, UtcMonth.start(month)).sequence() == first) {
            CompactRange running = reader.checkpoints().monthRange(head, month);
            if (running.size() <= count) {
                return grown(reader, head, covered, running);
            }
            AccountHead now = reader.account(head.key());
            if (end >= UtcMonth.start(month + 1) && now != null && now.sequence() >= first + running.size()) {
                // Records came in meanwhile, and they belong to the window as well.
                return upTo(reader, now, covered.opening(), running);
            }
        }
        return grown(reader, head, covered, new CompactRange());
    }

    /** The coverage with a tree that holds its first records already, if any. */
    private static Coverage.Window grown(
            LedgerReader reader, AccountHead head, Coverage.Window covered, CompactRange tree) {
        long last = covered.closing().sequence();
        for (long from = covered.opening().sequence() + tree.size() + 1; from <= last; from += PAGE) {
            for (StoredDelta record : reader.records(head, from, Math.min(last, from + PAGE - 1))) {
                tree.append(TreeHash.leaf(record.delta().proofHash()));
            }
        }
        return new Coverage.Window(covered.seen(), covered.opening(), covered.closing(), covered.chainHead(), tree);
    }

    private static Coverage.Window upTo(LedgerReader reader, AccountHead head, Position opening, CompactRange tree) {
        long last = opening.sequence() + tree.size();
        StoredDelta record = reader.records(head, last, last).getFirst();
        return new Coverage.Window(
                last,
                opening,
                new Position(last, record.delta().balance(), record.delta().credits()),
                record.delta().proofHash(),
                tree);
    }

    private static Hash proofHash(LedgerReader reader, AccountHead head, long sequence) {
        if (sequence == 0) {
            return Hash.ZERO;
        }
        return sequence == head.sequence()
                ? head.proofHash()
                : reader.records(head, sequence, sequence).getFirst().delta().proofHash();
    }
}
