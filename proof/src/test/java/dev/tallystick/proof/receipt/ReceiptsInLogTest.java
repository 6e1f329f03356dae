package dev.tallystick.proof.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.log.ExpectedLeaf;
import dev.tallystick.proof.log.LogVerification;
import dev.tallystick.proof.log.LogVerifier;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.note.SignedHead;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log that the sample receipts are from, entry by entry, as the separate program made it. */
class ReceiptsInLogTest {
    private static final List<byte[]> ENTRIES = ReceiptFiles.array("entries").stream()
            .map(value -> HexFormat.of().parseHex(((JsonString) value).value()))
            .toList();
    private static final List<SignedHead> HEADS = ReceiptFiles.array("heads").stream()
            .map(value -> SignedHead.parse(((JsonString) value).value().getBytes(StandardCharsets.UTF_8)))
            .toList();

    private static LogVerification read(LogVerifier verifier) {
        ByteSink bundle = new ByteSink(1024);
        ENTRIES.forEach(entry -> EntryBundle.write(entry, 0, entry.length, bundle));
        verifier.accept(bundle.toBytes());
        return verifier.finish();
    }

    @Test
    void everyReceiptsLeaves_areInTheLog_andEveryHeadWasOnItsWay() {
        LogVerifier verifier = new LogVerifier(HEADS.getLast().head());
        for (SignedHead head : HEADS) {
            head.verify(List.of(ReceiptFiles.logKey()));
            verifier.expectHead(head.head());
        }
        for (String name : ReceiptFiles.ALL) {
            Receipt receipt = ReceiptReader.parse(ReceiptFiles.file(name));
            verifier.expectHead(receipt.inclusion().head().head());
            verifier.expectLeaves(ExpectedLeaf.of(name, receipt));
        }
        LogVerification verification = read(verifier);
        assertThat(verification.passed()).as("%s", verification).isTrue();
        assertThat(verification.leavesFound()).isEqualTo(4 + 1 + 3 + 1 + 1);
        assertThat(verification.countByType().get(1)).isEqualTo(5);
        assertThat(verification.countByType().get(6)).isEqualTo(3);
    }

    @Test
    void receiptWithAnotherRecordId_isNotInTheLog() {
        byte[] changed =
                ReceiptFiles.with(ReceiptFiles.file("checkpoint.json"), "records.1.recordId", "\"r_0000000004\"");
        assertThat(ReceiptVerifier.verify(changed, ReceiptFiles.everybody()).passed())
                .isTrue();
        LogVerification verification = read(new LogVerifier(HEADS.getLast().head())
                .expectLeaves(ExpectedLeaf.of("changed", ReceiptReader.parse(changed))));
        assertThat(verification.passed()).isFalse();
        assertThat(verification.leaves()).hasSize(1);
        assertThat(verification.leaves().getFirst().what()).isEqualTo("changed");
    }
}
