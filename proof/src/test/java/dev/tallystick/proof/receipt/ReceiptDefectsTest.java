package dev.tallystick.proof.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row per defect: what was changed, which step finds it, and what it says it expected and found. */
class ReceiptDefectsTest {
    private static final String OTHER_HASH = "0x00000000000000000000000000000000000000000000000000000000000000ff";

    private static List<Step> failing(Verification verification) {
        return verification.steps().stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .map(StepResult::step)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "records.1.content.delta                     | \"12\"                            | CONTENT_HASHES SUMS",
                "records.1.content.reason                    | \"top-up\"                        | CONTENT_HASHES",
                "records.1.content.metadata.units            | 4                                 | CONTENT_HASHES",
                "records.1.content.metadata                  | {}                                | CONTENT_HASHES",
                "records.1.content.occurredAt                | \"2026-03-01T22:15:00.121Z\"      | CONTENT_HASHES",
                "records.1.content.referenceId               | -                                 | CONTENT_HASHES",
                "records.2.content.adjusts                   | {\"recordId\":\"usage-2026-03-01\"} | CONTENT_HASHES",
                "records.0.content.customerId                | \"cust_2\"                        | CONTENT_HASHES",
                "customerId                                  | \"cust_2\"                        | CONTENT_HASHES CHAIN STATEMENT",
                "tenantId                                    | \"ten_2\"                         | CHAIN STATEMENT",
                "records.1.contentHash                       | #                                 | CONTENT_HASHES CHAIN",
                "records.1.proofHash                         | #                                 | CHAIN ITEMS_ROOT",
                "records.1.previousProofHash                 | #                                 | CHAIN",
                "records.0.previousProofHash                 | #                                 | CHAIN",
                "records.1.salt                              | \"5c0eee35ea6b8d134c934c0c1fe91989\" | CHAIN",
                "records.1.sequence                          | 4                                 | CHAIN",
                "records.1.recordedAt                        | \"2026-03-02T09:30:00.251Z\"      | CHAIN",
                "records.1.balance                           | \"-130.5\"                        | CHAIN SUMS",
                "records.0.recordId                          | \"r_0000000006\"                  | CHAIN",
                "records.2.recordId                          | \"r_0000000011\"                  | CHAIN",
                "records.2                                   | -                                 | SUMS ITEMS_ROOT",
                "records.1                                   | -                                 | CHAIN SUMS ITEMS_ROOT",
                "records.0                                   | -                                 | SUMS ITEMS_ROOT",
                "records                                     | []                                | CONTENT_HASHES CHAIN SUMS ITEMS_ROOT",
                "statement.openingBalance                    | \"-101\"                          | SUMS STATEMENT",
                "statement.closingBalance                    | \"-128\"                          | SUMS STATEMENT",
                "statement.credits                           | \"14.5\"                          | SUMS STATEMENT",
                "statement.debits                            | \"-42\"                           | SUMS STATEMENT",
                "statement.count                             | 4                                 | ITEMS_ROOT STATEMENT",
                "statement.firstSequence                     | 1                                 | ITEMS_ROOT STATEMENT",
                "statement.lastSequence                      | 5                                 | ITEMS_ROOT STATEMENT",
                "statement.chainHead                         | #                                 | ITEMS_ROOT STATEMENT",
                "statement.itemsRoot                         | #                                 | ITEMS_ROOT STATEMENT",
                "statement.previousCheckpoint                | #                                 | STATEMENT",
                "statement.salt                              | \"aab19c8dffa275158e39e49c79805993\" | STATEMENT",
                "statement.start                             | \"2026-03-01T00:00:00.001Z\"      | STATEMENT",
                "statement.end                               | \"2026-04-01T00:00:00.001Z\"      | STATEMENT",
                "statement.mode                              | \"fingerprints\"                  | STATEMENT",
                "statement.provisional                       | true                              | STATEMENT",
                "statement.issuedAt                          | \"2026-04-01T00:00:00.002Z\"      | STATEMENT",
                "proofRoot                                   | #                                 | STATEMENT INCLUSION COUNTERSIGNATURES"
            })
    void changedCheckpoint_failsInTheNamedSteps(String place, String value, String steps) {
        byte[] file = ReceiptFiles.with(ReceiptFiles.file("checkpoint.json"), place, json(value));
        Verification verification = ReceiptVerifier.verify(file, ReceiptFiles.everybody());
        assertThat(failing(verification))
                .isEqualTo(Arrays.stream(steps.split(" ")).map(Step::valueOf).toList());
        assertThat(verification.passed()).isFalse();
        boolean absent = place.equals("records");
        for (Step step : failing(verification)) {
            boolean compared = !absent && step != Step.COUNTERSIGNATURES;
            StepResult result = verification.of(step);
            assertThat(result.expected() != null).as("%s", result).isEqualTo(compared);
            assertThat(result.found()).isNotEqualTo(compared ? result.expected() : "");
        }
    }

    private static String json(String value) {
        return value.equals("-") ? null : value.equals("#") ? '"' + OTHER_HASH + '"' : value;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "records.0.recordId       | \"r_0000000006\" | INCLUSION",
                "proofRoot                | #                | STATEMENT INCLUSION",
                "records.0.proofHash      | #                | CHAIN STATEMENT",
                "records.0.balance        | \"1\"            | CHAIN"
            })
    void changedRecord_failsInTheNamedSteps(String place, String value, String steps) {
        byte[] file = ReceiptFiles.with(ReceiptFiles.file("record.json"), place, json(value));
        assertThat(failing(ReceiptVerifier.verify(file, ReceiptFiles.everybody())))
                .isEqualTo(Arrays.stream(steps.split(" ")).map(Step::valueOf).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "format                        | \"tallystick-receipt/2\"",
                "kind                          | \"record\"",
                "kind                          | \"Checkpoint\"",
                "statement                     | null",
                "statement.mode                | \"all\"",
                "statement.provisional         | 0",
                "statement.end                 | \"2026-03-01T00:00:00.000Z\"",
                "statement.start               | \"2026-03-01T00:00:00Z\"",
                "statement.start               | \"2026-02-30T00:00:00.000Z\"",
                "statement.start               | \"2026-02-28T24:00:00.000Z\"",
                "statement.openingBalance      | -100",
                "statement.openingBalance      | \"-100.0\"",
                "statement.openingBalance      | \"-1e2\"",
                "statement.openingBalance      | \"100000000000000000000\"",
                "statement.count               | \"3\"",
                "statement.count               | 3.5",
                "statement.count               | -1",
                "statement.count               | 9223372036854775808",
                "statement.chainHead           | \"0x0000000000000000000000000000000000000000000000000000000000000000\"",
                "statement.itemsRoot           | null",
                "statement.extra               | 1",
                "extra                         | 1",
                "log.extra                     | 1",
                "log.origin                    | \"log.example/production\"",
                "log.vkey                      | \"log.example/sandbox+7de30bfe+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\"",
                "proofRoot                     | null",
                "proofRoot                     | \"0X1444CB6E471238451D9DEC4CDC1D20D21DE469084D2CA1897D41A5686C3720CD\"",
                "records                       | {}",
                "records                       | null",
                "records.0                     | []",
                "records.0.sequence            | 0",
                "records.0.sequence            | 1",
                "records.0.previousProofHash   | null",
                "records.0.recordId            | \"r_3\"",
                "records.0.recordId            | \"r_00000000003\"",
                "records.0.recordId            | \"r_000000000a\"",
                "records.0.recordedAt          | 1772323200000",
                "records.0.salt                | \"DF3327A1CCB98669D3F6B9F60135B3C7\"",
                "records.0.salt                | \"df3327a1ccb98669d3f6b9f60135b3\"",
                "records.0.content.delta       | -42.5",
                "records.0.content.delta       | \"-42.50\"",
                "records.0.content.extra       | 1",
                "records.0.content.reason      | null",
                "records.0.content.adjusts     | {}",
                "records.0.content.adjusts     | {\"recordId\":\"a\",\"referenceId\":\"b\"}",
                "records.0.content.metadata    | []",
                "records.0.content.occurredAt  | \"2026-03-01\"",
                "records.0.content             | null",
                "records.0.extra               | 1",
                "customerId                    | \"\"",
                "inclusion                     | \"\"",
                "inclusion                     | {}",
                "countersignatures             | null",
                "countersignatures.0.signature | \"AAAA\"",
                "countersignatures.0.keyId     | \"\"",
                "countersignatures.0.extra     | 1",
                "countersignatures.0.customerKey | \"witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X\"",
                "doesNotProve                  | []",
                "doesNotProve.0                | \"This receipt proves everything.\""
            })
    void malformedReceipt_failsToParse_andTheRestIsSkipped(String place, String value) {
        byte[] file = ReceiptFiles.with(ReceiptFiles.file("checkpoint.json"), place, value);
        Verification verification = ReceiptVerifier.verify(file, ReceiptFiles.everybody());
        assertThat(failing(verification)).containsExactly(Step.PARSE);
        assertThat(verification.receipt()).isNull();
        assertThat(verification.steps().subList(1, verification.steps().size()))
                .allMatch(result -> result.verdict() == Verdict.SKIPPED);
    }

    @Test
    void memberTakenAway_isNoticed() {
        for (String place : List.of(
                "format",
                "kind",
                "log",
                "log.origin",
                "log.vkey",
                "tenantId",
                "customerId",
                "statement",
                "statement.salt",
                "statement.issuedAt",
                "proofRoot",
                "records",
                "records.0.salt",
                "records.0.content.reason",
                "records.0.content.delta",
                "records.0.contentHash",
                "records.0.previousProofHash",
                "inclusion",
                "countersignatures",
                "countersignatures.0.signedAt",
                "doesNotProve")) {
            byte[] file = ReceiptFiles.with(ReceiptFiles.file("checkpoint.json"), place, null);
            assertThat(failing(ReceiptVerifier.verify(file, ReceiptFiles.everybody())))
                    .as(place)
                    .containsExactly(Step.PARSE);
        }
    }

    @Test
    void recordsSwapped_breakTheChainAndTheRoot() {
        byte[] original = ReceiptFiles.file("checkpoint.json");
        String text = ReceiptFiles.text(original);
        int from = text.indexOf("{\"recordId\":\"r_0000000005\"");
        int to = text.indexOf(",{\"recordId\":\"r_0000000007\"");
        String second = text.substring(from, to);
        byte[] doubled = text.replace(second, second + "," + second).getBytes(StandardCharsets.UTF_8);
        assertThat(failing(ReceiptVerifier.verify(doubled, ReceiptFiles.everybody())))
                .containsExactly(Step.CHAIN, Step.SUMS, Step.ITEMS_ROOT);
    }

    @Test
    void strangersKey_isNotEnough() {
        VerifierKey stranger = new VerifierKey(
                "log.example/sandbox",
                KeyAlgorithm.ED25519,
                Ed25519PrivateKey.of(new byte[32]).publicKey());
        byte[] file = ReceiptFiles.file("checkpoint.json");
        assertThat(failing(ReceiptVerifier.verify(file, TrustPolicy.ofLogs(List.of(stranger)))))
                .containsExactly(Step.SIGNATURE);
        assertThat(failing(ReceiptVerifier.verify(file, TrustPolicy.ofLogs(List.of()))))
                .containsExactly(Step.SIGNATURE);
        VerifierKey elsewhere = new VerifierKey(
                "log.example/production",
                KeyAlgorithm.ED25519,
                ReceiptFiles.logKey().key());
        StepResult result = ReceiptVerifier.verify(file, TrustPolicy.ofLogs(List.of(elsewhere)))
                .of(Step.SIGNATURE);
        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.expected()).isEqualTo("log.example/production");
        assertThat(result.found()).isEqualTo("log.example/sandbox");
    }

    @Test
    void policy_relaxesWhatMustBeThere_notTheCheckingOfWhatIs() {
        byte[] file = ReceiptFiles.file("checkpoint.json");
        Verification nobody = ReceiptVerifier.verify(file, TrustPolicy.ofNobody());
        assertThat(nobody.passed()).isTrue();
        assertThat(nobody.of(Step.SIGNATURE).verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(nobody.of(Step.WITNESSES).verdict()).isEqualTo(Verdict.SKIPPED);

        byte[] headChanged =
                ReceiptFiles.text(file).replace("\\n14\\n", "\\n15\\n").getBytes(StandardCharsets.UTF_8);
        assertThat(failing(ReceiptVerifier.verify(headChanged, TrustPolicy.ofNobody())))
                .contains(Step.SIGNATURE);

        byte[] without = ReceiptFiles.with(file, "records", "[]");
        TrustPolicy relaxed = ReceiptFiles.everybody().withRecordsOptional();
        assertThat(ReceiptVerifier.verify(without, relaxed).passed()).isTrue();
        byte[] oneMissing = ReceiptFiles.with(file, "records.2", null);
        assertThat(failing(ReceiptVerifier.verify(oneMissing, relaxed))).contains(Step.ITEMS_ROOT);
    }

    @Test
    void witnesses_areCountedByKey() {
        List<VerifierKey> keys = ReceiptFiles.witnessKeys();
        VerifierKey third = new VerifierKey(
                "witness.example/w3",
                KeyAlgorithm.COSIGNATURE_V1,
                Ed25519PrivateKey.of(new byte[32]).publicKey());
        TrustPolicy log = TrustPolicy.ofLogs(List.of(ReceiptFiles.logKey()));
        byte[] file = ReceiptFiles.file("checkpoint.json");
        List<VerifierKey> three = List.of(keys.get(0), keys.get(1), third);
        assertThat(ReceiptVerifier.verify(file, log.withWitnesses(three, 2)).passed())
                .isTrue();
        StepResult tooFew =
                ReceiptVerifier.verify(file, log.withWitnesses(three, 3)).of(Step.WITNESSES);
        assertThat(tooFew.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(tooFew.expected()).isEqualTo("3");
        assertThat(tooFew.found()).isEqualTo("2");
        assertThat(failing(ReceiptVerifier.verify(file, log.withWitnesses(List.of(third), 1))))
                .containsExactly(Step.WITNESSES);
    }

    @Test
    void customersKey_thatIsAskedFor_mustHaveSigned() {
        TrustPolicy asked = ReceiptFiles.everybody()
                .withCustomerKey(ReceiptFiles.customerKey().key());
        assertThat(ReceiptVerifier.verify(ReceiptFiles.file("checkpoint.json"), asked)
                        .passed())
                .isTrue();
        assertThat(failing(ReceiptVerifier.verify(ReceiptFiles.file("fingerprints.json"), asked)))
                .containsExactly(Step.COUNTERSIGNATURES);
        TrustPolicy other = ReceiptFiles.everybody()
                .withCustomerKey(Ed25519PrivateKey.of(new byte[32]).publicKey());
        assertThat(failing(ReceiptVerifier.verify(ReceiptFiles.file("checkpoint.json"), other)))
                .containsExactly(Step.COUNTERSIGNATURES);
    }
}
