package dev.tallystick.proof.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.ReceiptException;
import dev.tallystick.proof.receipt.Step;
import dev.tallystick.proof.receipt.StepResult;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import dev.tallystick.proof.receipt.TrustPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a file that a program of its own computed. */
class ReportVerifierTest {
    private static final byte[] FILE = resource("report.json");
    private static final List<VerifierKey> KEYS = new String(resource("keys.txt"), StandardCharsets.UTF_8)
            .lines()
            .map(VerifierKey::parse)
            .toList();
    private static final TrustPolicy LOG = TrustPolicy.ofLogs(KEYS.subList(0, 1));
    private static final TrustPolicy EVERYBODY = LOG.withWitnesses(KEYS.subList(1, 2), 1);

    private static byte[] resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(ReportVerifierTest.class.getResourceAsStream("/reports/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text() {
        return new String(FILE, StandardCharsets.UTF_8);
    }

    private static ReportVerification verify(String text, TrustPolicy policy) {
        return ReportVerifier.verify(text.getBytes(StandardCharsets.UTF_8), policy);
    }

    @Test
    void everyStepPasses_andTheWriterWritesTheSameFile() {
        ReportVerification verification = ReportVerifier.verify(FILE, EVERYBODY);
        assertThat(verification.steps()).extracting(StepResult::step).containsExactlyElementsOf(ReportVerifier.STEPS);
        assertThat(verification.steps()).extracting(StepResult::verdict).containsOnly(Verdict.PASS);
        assertThat(ReportWriter.file(Objects.requireNonNull(verification.report())))
                .isEqualTo(FILE);
    }

    @Test
    void whiteSpaceAndOrderInTheReport_meanNothing() {
        String moved = text().replace("\"matchesYours\":true,", "")
                .replace("\"deltasCount\":2", "\"deltasCount\" : 2, \"matchesYours\": true");
        assertThat(moved).isNotEqualTo(text());
        assertThat(verify(moved, EVERYBODY).passed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "matchesYours":true         | "matchesYours":false        | CONTENT_HASHES
            "claimed":"-40"             | "claimed":"-41"             | CONTENT_HASHES
            "report":{"customerId":"cust_1" | "report":{"customerId":"cust_2" | CONTENT_HASHES
            "report":{"customerId":"cust_1", | "report":{             | CONTENT_HASHES
            "recordedAt":"2026-03-01    | "recordedAt":"2026-03-02    | STATEMENT
            "salt":"c3                  | "salt":"c4                  | STATEMENT
            "tenantId":"ten_0           | "tenantId":"ten_1           | STATEMENT
            index 2                     | index 1                     | INCLUSION
            """)
    void oneFault_failsItsOwnStep(String from, String to, Step step) {
        String changed = text().replace(from, to);
        assertThat(changed).isNotEqualTo(text());
        ReportVerification verification = verify(changed, EVERYBODY);
        assertThat(verification.steps().stream()
                        .filter(result -> result.verdict() == Verdict.FAIL)
                        .map(StepResult::step))
                .containsExactly(step);
    }

    @Test
    void anotherCustomer_isNeitherInTheEventNorInTheReport() {
        ReportVerification verification =
                verify(text().replaceFirst("\"customerId\":\"cust_1\"", "\"customerId\":\"cust_2\""), EVERYBODY);
        assertThat(verification.of(Step.CONTENT_HASHES).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(verification.of(Step.STATEMENT).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void whomNobodyTrusts_isNotBelieved() {
        VerifierKey log = KEYS.getFirst();
        VerifierKey other = new VerifierKey("other.example", log.algorithm(), log.key());
        assertThat(ReportVerifier.verify(FILE, TrustPolicy.ofLogs(List.of(other)))
                        .of(Step.SIGNATURE)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(ReportVerifier.verify(FILE, TrustPolicy.ofNobody())
                        .of(Step.SIGNATURE)
                        .verdict())
                .isEqualTo(Verdict.SKIPPED);
        String uncosigned = text().replaceFirst("— witness[^\\\\]*\\\\n", "");
        assertThat(uncosigned).isNotEqualTo(text());
        assertThat(verify(uncosigned, EVERYBODY).of(Step.WITNESSES).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(verify(uncosigned, LOG).passed()).isTrue();
    }

    @Test
    void anyOneBitFlipped_fails() {
        SignedReport original = ReportReader.parse(FILE);
        for (int bit = 0; bit < FILE.length * 8; bit++) {
            byte[] changed = FILE.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            if (holds(changed)) {
                // Only white space, or a letter's case in an escape, can change without changing what is said.
                assertThat(ReportReader.parse(changed)).as("bit %s", bit).isEqualTo(original);
            }
        }
    }

    // The verifier's verdict, with the signatures, which cost most, only after everything else held.
    private static boolean holds(byte[] file) {
        try {
            SignedReport report = ReportReader.parse(file);
            return report.computedEventHash().equals(report.eventHash())
                    && report.computedReportHash().equals(report.reportHash())
                    && ReportVerifier.verify(report, EVERYBODY).passed();
        } catch (ReceiptException e) {
            return false;
        }
    }

    private static void readOrRefused(byte[] file) {
        try {
            ReportReader.parse(file);
        } catch (ReceiptException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        assertThat(ReportVerifier.verify(file, EVERYBODY).steps()).hasSize(ReportVerifier.STEPS.size());
    }

    @Property
    void anyBytes_areRefused(@ForAll byte[] bytes) {
        readOrRefused(bytes);
    }

    @Property(tries = 600)
    void changedFiles_areReadOrRefused(
            @ForAll @IntRange(max = 4000) int anyFrom,
            @ForAll @IntRange(max = 60) int cut,
            @ForAll @IntRange(max = 4000) int anySource,
            @ForAll @IntRange(max = 60) int length) {
        int from = anyFrom % FILE.length;
        int to = Math.min(from + cut, FILE.length);
        int source = anySource % FILE.length;
        int count = Math.min(length, FILE.length - source);
        byte[] changed = new byte[FILE.length - (to - from) + count];
        System.arraycopy(FILE, 0, changed, 0, from);
        System.arraycopy(FILE, source, changed, from, count);
        System.arraycopy(FILE, to, changed, from + count, FILE.length - to);
        readOrRefused(changed);
    }

    @Test
    void missingOrUnknownMembers_areRefused() {
        for (String changed : List.of(
                text().replace("\"salt\":\"c3a6a8530dbb478fb70a6ca8c7263a94\",", ""),
                text().replace("{\"format\"", "{\"more\":1,\"format\""),
                text().replace("tallystick-report/1", "tallystick-report/2"),
                text().replace("2026-03-01T00:00:00.123Z", "1969-03-01T00:00:00.123Z"),
                text().replace("was left unrecorded", "was left out"))) {
            assertThat(changed).isNotEqualTo(text());
            assertThat(verify(changed, EVERYBODY).of(Step.PARSE).verdict()).isEqualTo(Verdict.FAIL);
        }
    }
}
