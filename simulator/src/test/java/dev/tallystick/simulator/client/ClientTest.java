package dev.tallystick.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.client.ApiException;
import dev.tallystick.client.BatchRow;
import dev.tallystick.client.Checkpoint;
import dev.tallystick.client.Claims;
import dev.tallystick.client.Comparison;
import dev.tallystick.client.Delta;
import dev.tallystick.client.Derived;
import dev.tallystick.client.ProofFailedException;
import dev.tallystick.client.Recorded;
import dev.tallystick.client.Refused;
import dev.tallystick.client.Scope;
import dev.tallystick.client.SignedComparison;
import dev.tallystick.client.Tallystick;
import dev.tallystick.client.VerifiedReceipt;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.ReceiptVerifier;
import dev.tallystick.proof.receipt.Step;
import dev.tallystick.proof.receipt.StepResult;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.report.ReportVerifier;
import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.ServerSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java client against a real server. */
class ClientTest {
    private static TallystickServer server;
    private static String key;
    private static String vkey;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        server = TallystickServer.start(
                new ServerSettings(data, new HttpSettings("127.0.0.1", 0), ServerSettings.LogLevel.ERROR),
                InstantSource.system());
        key = server.firstRun().sandboxApiKey();
        vkey = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/log/sandbox/key"))
                                .build(),
                        BodyHandlers.ofString())
                .body()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Tallystick proving() {
        return Tallystick.at(server.url(), key)
                .logKey(vkey)
                .verifyProofs()
                .rememberChains()
                .build();
    }

    @Test
    void whatIsRecorded_isProved_lookedUpAndDerivedExactly() {
        Tallystick client = proving();
        Recorded first = client.emit(Delta.of("exact", "-0.000000000000000001", "One attounit")
                .withReference("day:1")
                .withMetadata(new JsonObject(Map.of("unit", new JsonString("\u00e9"))))
                .withOccurredAt(Instant.parse("2026-01-01T00:00:00.123456Z")));
        long size = client.newestHead().size();
        Recorded second =
                client.emit(Delta.of("exact", "999999999.5", "More").withAdjusts(Adjusts.byReferenceId("day:1")));

        assertThat(second.previousProofHash()).isEqualTo(first.proofHash());
        assertThat(client.newestHead().size()).isGreaterThan(size);
        assertThat(client.status(first.recordId()).contentHash()).isEqualTo(first.contentHash());
        Derived derived = client.derive("exact", Scope.CURRENT_MONTH);
        assertThat(derived.computedBalance()).isEqualTo(Amount.parse("999999999.499999999999999999"));
        assertThat(derived.deltas())
                .extracting(Recorded::recordId)
                .containsExactly(first.recordId(), second.recordId());
    }

    @Test
    void aRepeatIsTheSameRecord_andAConflictNamesItself() {
        Tallystick client = proving();
        Delta delta = Delta.of("repeats", "-1", "Calls").withReference("day:1");
        Recorded first = client.emit(delta);
        Recorded again = client.emit(delta);
        assertThat(again.idempotent()).isTrue();
        assertThat(again.proofHash()).isEqualTo(first.proofHash());
        assertThatThrownBy(() -> client.emit(Delta.of("repeats", "-2", "Calls").withReference("day:1")))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(409);
                    assertThat(refusal.code()).isEqualTo("REFERENCE_CONFLICT");
                    assertThat(refusal.requestId()).startsWith("req_");
                });
        assertThatThrownBy(() -> client.emit(Delta.of("repeats", "0", "Nothing")))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("VALIDATION_ERROR");
                    assertThat(refusal.field()).isEqualTo("delta");
                });
    }

    @Test
    void aBatchTakesWhatIsRight_andSaysWhatIsNot() {
        List<BatchRow> rows =
                proving().batch(List.of(Delta.of("batch", "-1", "One"), Delta.of("batch", "0", "Nothing")));
        assertThat(rows.get(0)).isInstanceOf(Recorded.class);
        assertThat(rows.get(1))
                .isInstanceOfSatisfying(
                        Refused.class, row -> assertThat(row.code()).isEqualTo("VALIDATION_ERROR"));
    }

    @Test
    void aWindowByTimeOfUse_holdsWhatWasUsedInIt() {
        Tallystick client = proving();
        client.emit(Delta.of("late", "-7", "Late").withOccurredAt(Instant.parse("2026-01-05T10:00:00Z")));
        Scope january = Scope.between(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"));
        Scope byUse = january.byTimeOfUse();
        assertThat(client.derive("late", january).computedBalance()).isEqualTo(Amount.ZERO);
        assertThat(client.derive("late", byUse).computedBalance()).isEqualTo(Amount.parse("-7"));
        assertThat(client.compare("late", byUse, Claims.of(Amount.parse("-7"), Amount.parse("-7")))
                        .agree())
                .isTrue();
    }

    @Test
    void aMissingRecordIsFound_andAWindowIsSealed() {
        Tallystick client = proving();
        client.emit(Delta.of("compared", "-100", "One"));
        Recorded missed = client.emit(Delta.of("compared", "-25", "Two"));
        Comparison found =
                client.compare("compared", Scope.CURRENT_MONTH, Claims.of(Amount.parse("-125"), Amount.parse("-100")));
        assertThat(found.agree()).isFalse();
        assertThat(found.matchesYours()).isTrue();
        assertThat(found.explanations())
                .anySatisfy(one -> assertThat(one.recordIds()).contains(missed.recordId()));

        SignedComparison finding = client.compareSigned(
                "compared", Scope.CURRENT_MONTH, Claims.of(Amount.parse("-125"), Amount.parse("-100")));
        assertThat(finding.comparison().matchesTheirs()).isFalse();
        assertThat(finding.verification().passed()).isTrue();
        byte[] file = finding.file().toBytes();
        assertThat(ReportVerifier.verify(file, TrustPolicy.ofNobody()).passed()).isTrue();
        byte[] changed =
                new String(file, StandardCharsets.UTF_8).replace("-100", "-101").getBytes(StandardCharsets.UTF_8);
        assertThat(ReportVerifier.verify(changed, TrustPolicy.ofNobody()).passed())
                .isFalse();
        Checkpoint sealed = client.checkpoint("compared", Scope.CURRENT_MONTH);
        assertThat(sealed.finalBalance()).isEqualTo(Amount.parse("-125"));
        assertThat(client.checkpoints("compared", 10, 0))
                .extracting(Checkpoint::proofRoot)
                .containsExactly(sealed.proofRoot());
    }

    @Test
    void aReceipt_isVerifiedWhole_underThePinnedKey() throws Exception {
        Tallystick client = proving();
        Recorded recorded = client.emit(Delta.of("receipted", "-7.25", "One"));
        client.checkpoint("receipted", Scope.CURRENT_MONTH);
        VerifiedReceipt receipt = client.receipt("receipted", Scope.CURRENT_MONTH);
        assertThat(receipt.receipt().records())
                .singleElement()
                .satisfies(one -> assertThat(one.proofHash()).isEqualTo(recorded.proofHash()));
        assertThat(receipt.verification().of(Step.SIGNATURE).verdict()).isEqualTo(StepResult.Verdict.PASS);
        receipt.file().writeTo(folder.resolve("receipt.json"));
        assertThat(ReceiptVerifier.verify(
                                Files.readAllBytes(folder.resolve("receipt.json")),
                                TrustPolicy.ofLogs(List.of(VerifierKey.parse(vkey))))
                        .passed())
                .isTrue();
    }

    @Test
    void aHeadByAnotherKey_provesNothing() {
        VerifierKey forged = new VerifierKey(
                VerifierKey.parse(vkey).name(),
                KeyAlgorithm.ED25519,
                Ed25519PrivateKey.of(new byte[32]).publicKey());
        Tallystick client = Tallystick.at(server.url(), key)
                .logKey(forged.text())
                .verifyProofs()
                .build();
        assertThatThrownBy(() -> client.emit(Delta.of("forged", "-1", "One")))
                .isInstanceOf(ProofFailedException.class)
                .hasMessageContaining("signature");
    }
}
