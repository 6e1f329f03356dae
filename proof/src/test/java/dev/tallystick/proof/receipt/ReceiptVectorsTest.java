package dev.tallystick.proof.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Receipts and statements that a program of its own computed from the documents. */
class ReceiptVectorsTest {
    static List<String> files() {
        return ReceiptFiles.ALL;
    }

    static List<JsonValue> statements() {
        return ReceiptFiles.array("statements");
    }

    @ParameterizedTest
    @MethodSource("files")
    void receipt_isWrittenAsItWasRead(String name) {
        byte[] file = ReceiptFiles.file(name);
        assertThat(ReceiptFiles.text(ReceiptWriter.file(ReceiptReader.parse(file))))
                .isEqualTo(ReceiptFiles.text(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void receipt_passes(String name) {
        Verification verification = ReceiptVerifier.verify(ReceiptFiles.file(name), ReceiptFiles.everybody());
        assertThat(verification.steps()).extracting(StepResult::step).containsExactly(Step.values());
        assertThat(verification.passed()).as("%s", verification.steps()).isTrue();
        List<Step> skipped = verification.steps().stream()
                .filter(result -> result.verdict() == Verdict.SKIPPED)
                .map(StepResult::step)
                .toList();
        assertThat(skipped)
                .isEqualTo(
                        name.equals("checkpoint.json")
                                ? List.of()
                                : name.contains("record")
                                        ? List.of(Step.SUMS, Step.ITEMS_ROOT, Step.COUNTERSIGNATURES)
                                        : List.of(Step.COUNTERSIGNATURES));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void statement_hasThePublishedBytes(JsonValue value) {
        JsonObject vector = (JsonObject) value;
        String root = text(vector, "proofRoot");
        CheckpointStatement statement = ReceiptFiles.ALL.stream()
                .map(name -> ReceiptReader.parse(ReceiptFiles.file(name)).statement())
                .filter(Objects::nonNull)
                .filter(one -> one.proofRoot().toString().equals(root))
                .findFirst()
                .orElseThrow();
        assertThat(HexFormat.of().formatHex(statement.bytes())).isEqualTo(text(vector, "hashed"));
    }

    private static String text(JsonObject vector, String name) {
        return ((JsonString) Objects.requireNonNull(vector.get(name))).value();
    }

    @Test
    void writer_whoseSinkIsEmptiedBetweenRecords_writesTheSame() {
        Receipt receipt = ReceiptReader.parse(ReceiptFiles.file("checkpoint.json"));
        ByteSink sink = new ByteSink(16);
        StringBuilder written = new StringBuilder();
        ReceiptWriter writer = new ReceiptWriter(sink);
        writer.begin(
                receipt.logKey(), receipt.tenantId(), receipt.customerId(), receipt.statement(), receipt.proofRoot());
        for (ReceiptRecord record : receipt.records()) {
            written.append(ReceiptFiles.text(sink.toBytes()));
            sink.reset();
            writer.record(record);
        }
        written.append(ReceiptFiles.text(sink.toBytes()));
        sink.reset();
        writer.end(receipt.inclusion(), receipt.countersignatures());
        written.append(ReceiptFiles.text(sink.toBytes()));
        assertThat(written).hasToString(ReceiptFiles.text(ReceiptFiles.file("checkpoint.json")));
    }
}
