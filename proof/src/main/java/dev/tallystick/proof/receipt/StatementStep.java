package dev.tallystick.proof.receipt;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.proof.statement.CheckpointStatement;

/** The step from what a receipt shows to the hash that is in the log. */
final class StatementStep {
    private StatementStep() {}

    static StepResult check(Receipt receipt) {
        CheckpointStatement statement = receipt.statement();
        if (statement == null) {
            Hash found = receipt.records().getFirst().proofHash();
            return found.equals(receipt.proofRoot())
                    ? StepResult.pass(Step.STATEMENT, "The record's proof hash is " + found + ".")
                    : fail("The record's proof hash is another.", receipt.proofRoot(), found);
        }
        Hash found = statement.proofRoot();
        if (!found.equals(receipt.proofRoot())) {
            return fail("The statement has another hash.", receipt.proofRoot(), found);
        }
        CheckpointStatement.Window window = statement.window();
        boolean open = window.end() > statement.issuedAt();
        if (open != statement.provisional()) {
            return fail(
                    "The statement is wrong about whether its window can still grow.", open, statement.provisional());
        }
        for (ReceiptRecord record : receipt.records()) {
            if (record.recordedAt() < window.start() || record.recordedAt() >= window.end()) {
                return fail(
                        RecordId.of(record.event()) + " was recorded outside the window.",
                        UtcText.of(window.start()) + " to before " + UtcText.of(window.end()),
                        UtcText.of(record.recordedAt()));
            }
        }
        return StepResult.pass(Step.STATEMENT, "The statement has the hash " + found + ".");
    }

    private static StepResult fail(String message, Object expected, Object found) {
        return StepResult.fail(Step.STATEMENT, message, expected, found);
    }
}
