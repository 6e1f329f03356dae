package dev.tallystick.ledger.checkpoint;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import dev.tallystick.proof.statement.CheckpointStatement.Figures;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds the records that a checkpoint names by their fingerprints, on the thread that asks for it. Stateless. */
public final class SelectionPreparation {
    private static final int PAGE = 1_000;

    private SelectionPreparation() {}

    /**
     * Finds them. A proof hash names one record; a content hash names every record of the window with that content.
     *
     * @param fingerprints content or proof hashes, at least one
     * @throws RefusedException {@code VALIDATION_ERROR} naming the first one that is no record of this customer in the
     *     window
     */
    public static SealRequest prepare(
            LedgerReader reader, AccountHead head, long start, long end, List<Hash> fingerprints) {
        TreeMap<Long, StoredDelta> found = new TreeMap<>();
        Set<Hash> contents = new HashSet<>();
        for (Hash fingerprint : fingerprints) {
            StoredDelta record = reader.recordByProofHash(fingerprint);
            if (record == null) {
                contents.add(fingerprint);
            } else if (record.delta().account().equals(head.key())
                    && record.delta().recordedAt() >= start
                    && record.delta().recordedAt() < end) {
                found.put(record.delta().sequence(), record);
            } else {
                throw unknown(fingerprint);
            }
        }
        if (!contents.isEmpty()) {
            findContents(reader, head, start, end, contents, found);
            for (Hash fingerprint : fingerprints) {
                if (contents.contains(fingerprint)) {
                    throw unknown(fingerprint);
                }
            }
        }
        return new SealRequest(head.key().customerId(), start, end, covering(found.values()));
    }

    /** Goes through the window; what it finds is no longer in {@code contents} afterwards. */
    private static void findContents(
            LedgerReader reader,
            AccountHead head,
            long start,
            long end,
            Set<Hash> contents,
            Map<Long, StoredDelta> found) {
        Set<Hash> wanted = Set.copyOf(contents);
        long last = reader.before(head, end).sequence();
        for (long from = reader.before(head, start).sequence() + 1; from <= last; from += PAGE) {
            for (StoredDelta record : reader.records(head, from, Math.min(last, from + PAGE - 1))) {
                if (wanted.contains(record.delta().contentHash())) {
                    contents.remove(record.delta().contentHash());
                    found.put(record.delta().sequence(), record);
                }
            }
        }
    }

    /** What these records, at least one and in order, come to. */
    public static Coverage.Selection covering(Collection<StoredDelta> records) {
        StoredDelta first = records.iterator().next();
        StoredDelta last = first;
        Amount credits = Amount.ZERO;
        Amount debits = Amount.ZERO;
        CompactRange tree = new CompactRange();
        for (StoredDelta record : records) {
            Amount delta = record.delta().item().delta();
            if (delta.signum() > 0) {
                credits = credits.plus(delta);
            } else {
                debits = debits.plus(delta);
            }
            tree.append(TreeHash.leaf(record.delta().proofHash()));
            last = record;
        }
        Amount opening = first.delta().balance().minus(first.delta().item().delta());
        Amount closing = opening.plus(credits).plus(debits);
        return new Coverage.Selection(
                records.stream().map(record -> record.delta().sequence()).toList(),
                new Figures(opening, closing, credits, debits),
                new Chain(
                        records.size(),
                        first.delta().sequence(),
                        last.delta().sequence(),
                        last.delta().proofHash(),
                        tree.root()));
    }

    private static RefusedException unknown(Hash fingerprint) {
        return new RefusedException(new Refusal(
                RefusalCode.VALIDATION_ERROR,
                "The fingerprint " + fingerprint + " is no record of this customer in the scope. Send contentHash or"
                        + " proofHash values of its records only.",
                Map.of("field", "fingerprints", "fingerprint", fingerprint.toString())));
    }
}
