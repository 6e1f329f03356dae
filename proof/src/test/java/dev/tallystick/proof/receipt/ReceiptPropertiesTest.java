package dev.tallystick.proof.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.receipt.StepResult.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReceiptPropertiesTest {
    private static final List<byte[]> FILES =
            ReceiptFiles.ALL.stream().map(ReceiptFiles::file).toList();

    static List<String> files() {
        return ReceiptFiles.ALL;
    }

    @ParameterizedTest
    @MethodSource("files")
    void receipt_withAnyOneBitFlipped_failsOrSaysTheSame(String name) {
        byte[] file = ReceiptFiles.file(name);
        Receipt original = ReceiptReader.parse(file);
        TrustPolicy policy = ReceiptFiles.everybody();
        int unnoticed = 0;
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] changed = file.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            if (passes(changed, policy)) {
                Receipt read = ReceiptReader.parse(changed);
                assertThat(withoutWhatNothingProves(read))
                        .as("bit %s, in '%s'", bit, around(changed, bit / 8))
                        .isEqualTo(withoutWhatNothingProves(original));
                unnoticed++;
            }
        }
        // Ids and a time in the digits that docs/formats/receipt.md names as proved by nothing.
        assertThat(unnoticed).isLessThan(200);
    }

    // The same verdict as the verifier's, but the signatures, which cost most, come only after everything else held.
    private static boolean passes(byte[] file, TrustPolicy policy) {
        try {
            Receipt receipt = ReceiptReader.parse(file);
            RecordSteps records = new RecordSteps(receipt, policy);
            boolean cheap = StatementStep.check(receipt).verdict() != Verdict.FAIL
                    && records.contentHashes().verdict() != Verdict.FAIL
                    && records.chain().verdict() != Verdict.FAIL
                    && new HeadSteps(receipt, policy).inclusion().verdict() != Verdict.FAIL;
            return cheap && ReceiptVerifier.verify(receipt, policy).passed();
        } catch (ReceiptException e) {
            return false;
        }
    }

    private static String around(byte[] file, int at) {
        int from = Math.max(0, at - 20);
        return new String(file, from, Math.min(40, file.length - from), StandardCharsets.UTF_8);
    }

    private static Receipt withoutWhatNothingProves(Receipt receipt) {
        boolean checkpoint = receipt.kind() == Receipt.Kind.CHECKPOINT;
        return new Receipt(
                receipt.kind(),
                receipt.logKey(),
                receipt.tenantId(),
                receipt.customerId(),
                receipt.statement(),
                receipt.proofRoot(),
                checkpoint
                        ? receipt.records().stream()
                                .map(ReceiptPropertiesTest::withoutId)
                                .toList()
                        : receipt.records(),
                receipt.inclusion(),
                receipt.countersignatures().stream()
                        .map(one -> new ReceiptCountersignature(one.customerKey(), "", one.signature(), 0))
                        .toList());
    }

    private static ReceiptRecord withoutId(ReceiptRecord record) {
        return new ReceiptRecord(
                0,
                record.sequence(),
                record.recordedAt(),
                record.balance(),
                record.salt(),
                record.content(),
                record.contentHash(),
                record.proofHash(),
                record.previousProofHash());
    }

    private static void verifiedOrRefused(byte[] file) {
        try {
            ReceiptReader.parse(file);
        } catch (ReceiptException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        Verification verification = ReceiptVerifier.verify(file, ReceiptFiles.everybody());
        assertThat(verification.steps()).hasSize(Step.values().length);
    }

    @Property
    void anyBytes_areRefused(@ForAll byte[] bytes) {
        verifiedOrRefused(bytes);
    }

    @Property(tries = 600)
    void changedFiles_areReadOrRefused(
            @ForAll @IntRange(max = 4) int which,
            @ForAll @IntRange(max = 4000) int anyFrom,
            @ForAll @IntRange(max = 60) int cut,
            @ForAll @IntRange(max = 4000) int anySource,
            @ForAll @IntRange(max = 60) int length) {
        byte[] file = FILES.get(which);
        int from = anyFrom % file.length;
        int to = Math.min(from + cut, file.length);
        int source = anySource % file.length;
        int count = Math.min(length, file.length - source);
        byte[] changed = new byte[file.length - (to - from) + count];
        System.arraycopy(file, 0, changed, 0, from);
        System.arraycopy(file, source, changed, from, count);
        System.arraycopy(file, to, changed, from + count, file.length - to);
        verifiedOrRefused(changed);
    }

    @Property(tries = 200)
    void changedNumbers_areReadOrRefused(@ForAll @IntRange(max = 4) int which, @ForAll long number, @ForAll int scale) {
        String text = ReceiptFiles.text(FILES.get(which));
        String put = number + "e" + scale;
        for (String name : List.of("sequence", "count", "firstSequence", "units", "exact")) {
            verifiedOrRefused(text.replaceFirst("\"" + name + "\":[0-9.]+", "\"" + name + "\":" + put)
                    .getBytes(StandardCharsets.UTF_8));
        }
        for (String name : List.of("balance", "delta", "credits")) {
            verifiedOrRefused(text.replaceFirst("\"" + name + "\":\"[0-9.-]+\"", "\"" + name + "\":\"" + put + "\"")
                    .getBytes(StandardCharsets.UTF_8));
        }
    }
}
