package dev.tallystick.proof.log;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.ProofException;
import dev.tallystick.proof.merkle.TiledTree;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.ReceiptRecord;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.proof.report.SignedReport;
import java.util.ArrayList;
import java.util.List;

/**
 * A leaf that somebody was promised, and so expects in the log for ever.
 *
 * @param name what it is, for a person: the name of a file, a record's id
 * @param index where it must be
 * @param leafHash what must be there: the hash of the entry by the tree's leaf rule
 */
public record ExpectedLeaf(String name, long index, Hash leafHash) {
    /**
     * Returns every leaf that a receipt promises: that of its checkpoint or record, and those of a checkpoint's records.
     *
     * @param name the receipt's name
     */
    public static List<ExpectedLeaf> of(String name, Receipt receipt) {
        List<ExpectedLeaf> leaves = new ArrayList<>(1 + receipt.records().size());
        if (receipt.kind() == Receipt.Kind.CHECKPOINT) {
            leaves.add(new ExpectedLeaf(
                    name, receipt.inclusion().index(), TreeHash.leaf(LogEntry.checkpoint(receipt.proofRoot()))));
        }
        for (ReceiptRecord record : receipt.records()) {
            leaves.add(new ExpectedLeaf(name, record.event(), TreeHash.leaf(LogEntry.delta(record.proofHash()))));
        }
        return leaves;
    }

    /**
     * Returns the leaf that a signed report promises.
     *
     * @param name the report's name
     */
    public static ExpectedLeaf of(String name, SignedReport report) {
        return new ExpectedLeaf(name, report.inclusion().index(), TreeHash.leaf(LogEntry.report(report.eventHash())));
    }

    /**
     * Checks that the leaf is in the log of this head, going by the log's tiles.
     *
     * @param head a head whose signature has been checked
     * @param tree the tree of that head's size
     */
    public LogFinding check(TreeHead head, TiledTree tree) {
        if (index >= head.size()) {
            return new LogFinding(name, false, "a log of more than " + index + " leaves", head.size() + " leaves");
        }
        try {
            tree.inclusion(index).verify(leafHash, head.root());
            return LogFinding.holds(name);
        } catch (ProofException e) {
            Hash found = tree.leafHash(index);
            return found.equals(leafHash)
                    ? new LogFinding(name, false, "tiles under the root " + head.root(), "other tiles")
                    : new LogFinding(name, false, "leaf " + index + " is " + leafHash, found.toString());
        }
    }
}
