package dev.tallystick.cli.verify;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TiledTree;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.ReceiptRecord;
import dev.tallystick.proof.receipt.ReceiptWriter;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.proof.record.ProofHash;
import dev.tallystick.proof.record.Salt;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a folder of right receipts: of each customer, windows that adjoin, each with five records and under a head of its own, all
 * in one log. Run by hand with a folder and a number of files; prints the log's vkey.
 */
final class ReceiptFolder {
    static final SignerKey LOG =
            new SignerKey("folder.example/log", KeyAlgorithm.ED25519, Ed25519PrivateKey.of(new byte[32]));

    private static final long START = 1_772_323_200_000L;
    private static final int RECORDS = 5;
    private static final int WINDOWS = 100;
    private static final Amount DELTA = Amount.parse("-42.5");

    private final CompactRange range = new CompactRange();
    private final List<ByteSink> levels = List.of(new ByteSink(1_000), new ByteSink(1_000), new ByteSink(1_000));
    private final Path folder;
    private String customer = "";
    private Amount balance = Amount.ZERO;
    private Hash previous = Hash.ZERO;
    private Hash before = Hash.ZERO;
    private long sequence;

    private ReceiptFolder(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]), Integer.parseInt(args[1]));
        System.out.println(LOG.verifier());
    }

    static void write(Path folder, int count) throws IOException {
        ReceiptFolder writer = new ReceiptFolder(folder);
        for (int i = 0; i < count; i++) {
            writer.next(i);
        }
    }

    private void append(byte[] entry) {
        range.appendEntry(entry, 0, entry.length, (height, index, src, at) -> {
            if (height % Tile.HEIGHT == 0) {
                levels.get(height / Tile.HEIGHT).bytes(src, at, Hash.LENGTH);
            }
        });
    }

    private void next(int number) throws IOException {
        int window = number % WINDOWS;
        if (window == 0) {
            customer = "cust_" + number / WINDOWS;
            balance = Amount.ZERO;
            previous = Hash.ZERO;
            before = Hash.ZERO;
            sequence = 0;
            Files.createDirectories(folder.resolve(customer));
        }
        Amount opening = balance;
        long start = START + window * 1_000L;
        CompactRange items = new CompactRange();
        List<ReceiptRecord> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(record(start + i));
            items.append(TreeHash.leaf(previous));
        }
        CheckpointStatement statement = new CheckpointStatement(
                new Salt(Arrays.copyOf(previous.toBytes(), Salt.LENGTH)),
                new CheckpointStatement.Window(
                        "ten_1", customer, start, start + 1_000, CheckpointStatement.Mode.WINDOW),
                false,
                new CheckpointStatement.Figures(opening, balance, Amount.ZERO, balance.minus(opening)),
                new CheckpointStatement.Chain(RECORDS, sequence - RECORDS + 1, sequence, previous, items.root()),
                before,
                start + 1_000);
        before = statement.proofRoot();
        long index = range.size();
        append(LogEntry.checkpoint(before));
        Receipt receipt = new Receipt(
                Receipt.Kind.CHECKPOINT,
                LOG.verifier(),
                "ten_1",
                customer,
                statement,
                before,
                records,
                proof(index),
                List.of());
        Files.write(folder.resolve(customer).resolve("window-" + window + ".json"), ReceiptWriter.file(receipt));
    }

    private ReceiptRecord record(long at) {
        long event = range.size();
        sequence++;
        balance = balance.plus(DELTA);
        DeltaItem item = new DeltaItem(customer, DELTA, "api calls", "usage-" + sequence, null, null, null);
        Salt salt = new Salt(Arrays.copyOf(previous.toBytes(), Salt.LENGTH));
        Hash content = ContentHash.of(item);
        Hash proof = ProofHash.of(salt.bytes(), "ten_1", customer, sequence, at, balance, content, previous);
        append(LogEntry.delta(proof));
        ReceiptRecord record = new ReceiptRecord(event, sequence, at, balance, salt, item, content, proof, previous);
        previous = proof;
        return record;
    }

    private LogProof proof(long index) {
        TiledTree tree = new TiledTree(range.size(), this::tile);
        TreeHead head = new TreeHead(LOG.verifier().name(), range.size(), range.root());
        return new LogProof(null, index, tree.inclusion(index).path(), SignedHead.sign(head, LOG));
    }

    private byte[] tile(Tile tile) {
        int from = (int) tile.index() * 256 * Hash.LENGTH;
        return Arrays.copyOfRange(levels.get(tile.level()).array(), from, from + tile.width() * Hash.LENGTH);
    }
}
