package dev.tallystick.proof.receipt;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.proof.record.ProofHash;
import dev.tallystick.proof.record.Salt;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints how many records of a receipt are checked a second on one core; run by hand, it asserts nothing. */
final class ReceiptRates {
    private static final int RECORDS = 100_000;
    private static final int ROUNDS = 8;
    // Processor time of this thread: what one core does, however busy the machine is.
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private ReceiptRates() {}

    public static void main(String[] args) {
        SignerKey key = new SignerKey("log.example/a", KeyAlgorithm.ED25519, Ed25519PrivateKey.of(new byte[32]));
        byte[] file = ReceiptWriter.file(receipt(key));
        TrustPolicy policy = TrustPolicy.ofLogs(List.of(key.verifier()));
        System.out.printf(Locale.ROOT, "%,d records, %,d bytes%n", RECORDS, file.length);
        for (int round = 0; round < ROUNDS; round++) {
            long start = CPU.getCurrentThreadCpuTime();
            Receipt read = ReceiptReader.parse(file);
            long parsed = CPU.getCurrentThreadCpuTime();
            Verification verification = ReceiptVerifier.verify(read, policy);
            long end = CPU.getCurrentThreadCpuTime();
            if (!verification.passed()) {
                throw new AssertionError(verification.steps());
            }
            System.out.printf(
                    Locale.ROOT,
                    "parse %,10.0f /s   verify %,10.0f /s   both %,10.0f records/s%n",
                    RECORDS * 1e9 / (parsed - start),
                    RECORDS * 1e9 / (end - parsed),
                    RECORDS * 1e9 / (end - start));
        }
    }

    private static Receipt receipt(SignerKey key) {
        List<ReceiptRecord> records = new ArrayList<>();
        CompactRange items = new CompactRange();
        Amount balance = Amount.ZERO;
        Amount delta = Amount.parse("-42.5");
        Hash previous = Hash.ZERO;
        long start = 1_772_323_200_000L;
        for (int i = 0; i < RECORDS; i++) {
            DeltaItem item = new DeltaItem(
                    "cust_0042", delta, "api calls 2026-03-01", "usage-2026-03-01-" + i, null, null, null);
            balance = balance.plus(delta);
            Salt salt = new Salt(Arrays.copyOf(previous.toBytes(), Salt.LENGTH));
            Hash content = ContentHash.of(item);
            Hash proof =
                    ProofHash.of(salt.bytes(), "ten_1", "cust_0042", i + 1L, start + i, balance, content, previous);
            records.add(new ReceiptRecord(i, i + 1L, start + i, balance, salt, item, content, proof, previous));
            items.append(TreeHash.leaf(proof));
            previous = proof;
        }
        CheckpointStatement statement = new CheckpointStatement(
                new Salt(new byte[16]),
                new CheckpointStatement.Window(
                        "ten_1", "cust_0042", start, start + RECORDS, CheckpointStatement.Mode.WINDOW),
                false,
                new CheckpointStatement.Figures(Amount.ZERO, balance, Amount.ZERO, balance),
                new CheckpointStatement.Chain(RECORDS, 1, RECORDS, previous, items.root()),
                Hash.ZERO,
                start + RECORDS);
        Hash leaf = TreeHash.leaf(LogEntry.checkpoint(statement.proofRoot()));
        List<Hash> path = new ArrayList<>();
        Hash root = leaf;
        for (int bit = 0; bit < 17; bit++) {
            path.add(TreeHash.EMPTY_ROOT);
            root = (RECORDS >> bit & 1) == 1
                    ? TreeHash.node(TreeHash.EMPTY_ROOT, root)
                    : TreeHash.node(root, TreeHash.EMPTY_ROOT);
        }
        SignedHead head = SignedHead.sign(new TreeHead(key.verifier().name(), 1 << 17, root), key);
        return new Receipt(
                Receipt.Kind.CHECKPOINT,
                key.verifier(),
                "ten_1",
                "cust_0042",
                statement,
                statement.proofRoot(),
                records,
                new LogProof(null, RECORDS, path, head),
                List.of());
    }
}
