package dev.tallystick.proof.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Receipts whose verifier trusts two keys of the log. */
class TwoLogKeysTest {
    private static final VerifierKey OTHER = new VerifierKey(
            "log.example/sandbox",
            KeyAlgorithm.ED25519,
            Ed25519PrivateKey.of(new byte[32]).publicKey());

    private static List<Step> failing(Verification verification) {
        return verification.steps().stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .map(StepResult::step)
                .toList();
    }

    @Test
    void theFilesOwnKey_mustHaveSigned_evenIfAnotherTrustedOneDid() {
        TrustPolicy both = TrustPolicy.ofLogs(List.of(ReceiptFiles.logKey(), OTHER));
        byte[] file = ReceiptFiles.file("checkpoint.json");
        assertThat(ReceiptVerifier.verify(file, both).passed()).isTrue();
        byte[] named = ReceiptFiles.with(file, "log.vkey", "\"" + OTHER.text() + "\"");
        assertThat(failing(ReceiptVerifier.verify(named, both))).containsExactly(Step.SIGNATURE);
    }

    @Test
    void oneBrokenLineByATrustedKey_refusesTheHead_whoeverElseSigned() {
        byte[] bytes = new ByteSink(68).u32(OTHER.id()).bytes(new byte[64]).toBytes();
        String line = "\u2014 log.example/sandbox " + Base64.getEncoder().encodeToString(bytes);
        byte[] file = ReceiptFiles.text(ReceiptFiles.file("checkpoint.json"))
                .replace("\\n\"", "\\n" + line + "\\n\"")
                .getBytes(StandardCharsets.UTF_8);
        TrustPolicy one = TrustPolicy.ofLogs(List.of(ReceiptFiles.logKey()));
        assertThat(ReceiptVerifier.verify(file, one).passed()).isTrue();
        TrustPolicy both = TrustPolicy.ofLogs(List.of(ReceiptFiles.logKey(), OTHER));
        assertThat(failing(ReceiptVerifier.verify(file, both))).containsExactly(Step.SIGNATURE);
    }
}
