package dev.tallystick.proof.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.ReceiptRecord;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.Salt;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdjoiningReceiptsTest {
    private static final SignerKey KEY =
            new SignerKey(SampleLog.ORIGIN, KeyAlgorithm.ED25519, Ed25519PrivateKey.of(new byte[32]));
    private static final LogProof PROOF = new LogProof(
            null, 0, List.of(), SignedHead.sign(new TreeHead(SampleLog.ORIGIN, 1, TreeHash.EMPTY_ROOT), KEY));

    private String customer = "cust_1";
    private Mode mode = Mode.WINDOW;
    private boolean provisional;

    private static Hash hash(long sequence) {
        return sequence == 0 ? Hash.ZERO : TreeHash.leaf(new byte[] {(byte) sequence});
    }

    /** A receipt over the records from first to last, each of one unit; none if last is below first. */
    private Receipt receipt(long start, long end, long first, long last) {
        List<ReceiptRecord> records = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            DeltaItem item = new DeltaItem(customer, Amount.of(1), "unit", null, null, null, null);
            records.add(new ReceiptRecord(i, i, start, Amount.of(i), Salt.NONE, item, hash(i), hash(i), hash(i - 1)));
        }
        boolean empty = records.isEmpty();
        CheckpointStatement statement = new CheckpointStatement(
                Salt.NONE,
                new CheckpointStatement.Window("ten_1", customer, start, end, mode),
                provisional,
                new CheckpointStatement.Figures(
                        Amount.of(first - 1), Amount.of(last), Amount.of(last - first + 1), Amount.ZERO),
                new CheckpointStatement.Chain(
                        records.size(), empty ? 0 : first, empty ? 0 : last, hash(last), TreeHash.EMPTY_ROOT),
                Hash.ZERO,
                end);
        return new Receipt(
                Receipt.Kind.CHECKPOINT,
                KEY.verifier(),
                "ten_1",
                customer,
                statement,
                statement.proofRoot(),
                records,
                PROOF,
                List.of());
    }

    private static List<LogFinding> check(Receipt... receipts) {
        Map<String, Receipt> byName = new LinkedHashMap<>();
        for (Receipt receipt : receipts) {
            byName.put("receipt-" + byName.size(), receipt);
        }
        return AdjoiningReceipts.check(byName);
    }

    @Test
    void adjoiningWindows_withAllRecords_fit() {
        assertThat(check(receipt(0, 10, 1, 3), receipt(10, 20, 4, 4), receipt(20, 30, 5, 4), receipt(30, 40, 5, 9)))
                .containsExactly(
                        LogFinding.holds("receipt-0 and receipt-1"),
                        LogFinding.holds("receipt-1 and receipt-2"),
                        LogFinding.holds("receipt-2 and receipt-3"));
        assertThat(check(receipt(10, 20, 4, 4), receipt(0, 10, 1, 3))).hasSize(1);
    }

    @Test
    void recordLeftOutBetweenTwoWindows_isFound() {
        // Each receipt holds by itself; record 4 is in neither.
        LogFinding balance = check(receipt(0, 10, 1, 3), receipt(10, 20, 5, 6)).getFirst();
        assertThat(balance.holds()).isFalse();
        assertThat(balance.expected()).isEqualTo("an opening balance of 3");
        assertThat(balance.found()).isEqualTo("4");
    }

    @Test
    void recordOfNoAmountLeftOut_isFoundByItsSequenceOrItsHash() {
        Receipt later = receipt(10, 20, 5, 6);
        Receipt earlier = receipt(0, 10, 1, 3);
        CheckpointStatement same =
                balanced(earlier.statement(), later.statement().figures().opening());
        LogFinding sequence = check(with(earlier, same), later).getFirst();
        assertThat(sequence.expected()).isEqualTo("a first record of sequence 4");
        assertThat(sequence.found()).isEqualTo("sequence 5");

        Receipt empty = receipt(0, 10, 4, 3);
        CheckpointStatement emptySame =
                balanced(empty.statement(), later.statement().figures().opening());
        LogFinding hash = check(with(empty, emptySame), later).getFirst();
        assertThat(hash.holds()).isFalse();
        assertThat(hash.found()).isEqualTo(hash(4).toString());
    }

    private static CheckpointStatement balanced(CheckpointStatement statement, Amount closing) {
        CheckpointStatement.Figures figures = statement.figures();
        return new CheckpointStatement(
                statement.salt(),
                statement.window(),
                statement.provisional(),
                new CheckpointStatement.Figures(figures.opening(), closing, figures.credits(), figures.debits()),
                statement.chain(),
                statement.previousCheckpoint(),
                statement.issuedAt());
    }

    private static Receipt with(Receipt receipt, CheckpointStatement statement) {
        return new Receipt(
                receipt.kind(),
                receipt.logKey(),
                receipt.tenantId(),
                receipt.customerId(),
                statement,
                receipt.proofRoot(),
                receipt.records(),
                receipt.inclusion(),
                receipt.countersignatures());
    }

    @Test
    void windowsThatSayNothingAboutEachOther_areNotCompared() {
        Receipt first = receipt(0, 10, 1, 3);
        assertThat(check(first, receipt(11, 20, 5, 6))).isEmpty();
        assertThat(check(first, receipt(5, 20, 5, 6))).isEmpty();
        customer = "cust_2";
        assertThat(check(first, receipt(10, 20, 5, 6))).isEmpty();
        customer = "cust_1";
        mode = Mode.FINGERPRINTS;
        assertThat(check(first, receipt(10, 20, 5, 6))).isEmpty();
        mode = Mode.WINDOW;
        provisional = true;
        assertThat(check(receipt(0, 10, 1, 2), first)).isEmpty();
        assertThat(check(receipt(0, 10, 1, 2), receipt(10, 20, 5, 6))).isEmpty();
    }
}
