package dev.tallystick.proof.receipt;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks receipts without a network, in the named steps of docs/formats/receipt.md. Every step is checked by itself
 * against what the file says, so that one fault makes one step fail; only all of them together prove anything.
 * Stateless.
 */
public final class ReceiptVerifier {
    private ReceiptVerifier() {}

    /** Checks a file. Never throws for what the file says. */
    public static Verification verify(byte[] file, TrustPolicy policy) {
        Receipt receipt;
        try {
            receipt = ReceiptReader.parse(file);
        } catch (ReceiptException e) {
            return unreadable(String.valueOf(e.getMessage()));
        }
        return verify(receipt, policy);
    }

    private static Verification unreadable(String sentence) {
        List<StepResult> steps = new ArrayList<>();
        for (Step step : Step.values()) {
            steps.add(
                    step == Step.PARSE
                            ? StepResult.fail(step, sentence)
                            : StepResult.skipped(step, "The file could not be read."));
        }
        return new Verification(steps, null);
    }

    /** Checks a receipt that has been read. */
    public static Verification verify(Receipt receipt, TrustPolicy policy) {
        RecordSteps records = new RecordSteps(receipt, policy);
        HeadSteps head = new HeadSteps(receipt, policy);
        List<StepResult> steps = List.of(
                StepResult.pass(
                        Step.PARSE,
                        "A receipt of a " + receipt.kind().text() + " with "
                                + receipt.records().size() + " record(s)."),
                records.contentHashes(),
                records.chain(),
                records.sums(),
                records.itemsRoot(),
                StatementStep.check(receipt),
                head.inclusion(),
                head.signature(),
                head.witnesses(),
                CountersignatureStep.check(receipt, policy));
        return new Verification(steps, receipt);
    }
}
