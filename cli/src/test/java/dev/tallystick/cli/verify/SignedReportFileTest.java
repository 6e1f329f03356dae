package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed reports are told from receipts by what they say they are. */
class SignedReportFileTest {
    private static final Path REPORTS = Samples.PROJECT.resolve("proof/src/test/resources/reports");

    @TempDir
    Path folder;

    private static Checked check(Path file) throws IOException {
        List<VerifierKey> keys = Files.readAllLines(REPORTS.resolve("keys.txt")).stream()
                .map(VerifierKey::parse)
                .toList();
        TrustPolicy policy = TrustPolicy.ofLogs(keys.subList(0, 1)).withWitnesses(keys.subList(1, 2), 1);
        return new FileCheck(policy).check(file, "it", n -> {});
    }

    @Test
    void aSignedReport_isVerifiedAsOne() throws IOException {
        Checked checked = check(REPORTS.resolve("report.json"));
        assertThat(checked.kind()).isEqualTo(Checked.Kind.REPORT);
        assertThat(checked.verdict()).isEqualTo("verified");
        assertThat(checked.lines()).hasSize(6);
    }

    @Test
    void withoutAKey_itIsOnlyConsistentWithItself_andNotCalledAReceipt() throws IOException {
        Checked checked = new FileCheck(TrustPolicy.ofNobody()).check(REPORTS.resolve("report.json"), "it", n -> {});
        assertThat(checked.verdict()).isEqualTo("consistent");
        assertThat(Printed.text(checked))
                .contains("signed by the key in the file itself")
                .doesNotContain("receipt");
    }

    @Test
    void aChangedReport_isRefuted() throws IOException {
        String text = Files.readString(REPORTS.resolve("report.json"));
        Path file = Files.writeString(
                folder.resolve("changed.json"), text.replace("\"claimed\":\"-40\"", "\"claimed\":\"-41\""));
        Checked checked = check(file);
        assertThat(checked.kind()).isEqualTo(Checked.Kind.REPORT);
        assertThat(checked.refuted()).isTrue();
        assertThat(checked.sentence()).contains("content hashes");
    }

    @Test
    void anythingElse_isStillReadAsAReceipt() throws IOException {
        Path file = Files.writeString(folder.resolve("else.json"), "{\"format\":\"tallystick-receipt/1\"}");
        assertThat(check(file).kind()).isEqualTo(Checked.Kind.RECEIPT);
    }
}
