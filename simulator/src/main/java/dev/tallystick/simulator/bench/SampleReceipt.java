package dev.tallystick.simulator.bench;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.ReceiptRecord;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.proof.record.ProofHash;
import dev.tallystick.proof.record.Salt;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A right receipt of many records, in a log of which only the path to its leaf was made. Stateless. */
final class SampleReceipt {
    private static final long START = 1_772_323_200_000L;
    private static final int LEVELS = 20;

    private SampleReceipt() {}

    static Receipt of(int count, SignerKey key) {
        List<ReceiptRecord> records = new ArrayList<>();
        CompactRange items = new CompactRange();
        Amount balance = Amount.ZERO;
        Amount delta = Amount.parse("-42.5");
        Hash previous = Hash.ZERO;
        for (int i = 0; i < count; i++) {
            DeltaItem item = new DeltaItem(
                    "cust_0042", delta, "api calls 2026-03-01", "usage-2026-03-01-" + i, null, null, null);
            balance = balance.plus(delta);
            Salt salt = new Salt(Arrays.copyOf(previous.toBytes(), Salt.LENGTH));
            Hash content = ContentHash.of(item);
            Hash proof =
                    ProofHash.of(salt.bytes(), "ten_1", "cust_0042", i + 1L, START + i, balance, content, previous);
            records.add(new ReceiptRecord(i, i + 1L, START + i, balance, salt, item, content, proof, previous));
            items.append(TreeHash.leaf(proof));
            previous = proof;
        }
        CheckpointStatement statement = new CheckpointStatement(
                new Salt(new byte[Salt.LENGTH]),
                new CheckpointStatement.Window(
                        "ten_1", "cust_0042", START, START + count, CheckpointStatement.Mode.WINDOW),
                false,
                new CheckpointStatement.Figures(Amount.ZERO, balance, Amount.ZERO, balance),
                new CheckpointStatement.Chain(count, 1, count, previous, items.root()),
                Hash.ZERO,
                START + count);
        return new Receipt(
                Receipt.Kind.CHECKPOINT,
                key.verifier(),
                "ten_1",
                "cust_0042",
                statement,
                statement.proofRoot(),
                records,
                proof(count, statement.proofRoot(), key),
                List.of());
    }

    private static LogProof proof(int index, Hash proofRoot, SignerKey key) {
        List<Hash> path = new ArrayList<>();
        Hash root = TreeHash.leaf(LogEntry.checkpoint(proofRoot));
        for (int bit = 0; bit < LEVELS; bit++) {
            path.add(TreeHash.EMPTY_ROOT);
            root = (index >> bit & 1) == 1
                    ? TreeHash.node(TreeHash.EMPTY_ROOT, root)
                    : TreeHash.node(root, TreeHash.EMPTY_ROOT);
        }
        TreeHead head = new TreeHead(key.verifier().name(), 1L << LEVELS, root);
        return new LogProof(null, index, path, SignedHead.sign(head, key));
    }
}
