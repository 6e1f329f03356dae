package dev.tallystick.proof.receipt;

import dev.tallystick.proof.note.Ed25519PublicKey;
import java.util.List;

/** The step over the customer's own signatures. */
final class CountersignatureStep {
    private CountersignatureStep() {}

    static StepResult check(Receipt receipt, TrustPolicy policy) {
        List<ReceiptCountersignature> all = receipt.countersignatures();
        for (ReceiptCountersignature one : all) {
            if (!one.verifies(receipt.proofRoot())) {
                return StepResult.fail(
                        Step.COUNTERSIGNATURES,
                        "The countersignature by " + one.customerKey() + " does not hold under " + receipt.proofRoot()
                                + ".");
            }
        }
        Ed25519PublicKey wanted = policy.customerKey();
        if (wanted != null
                && all.stream().noneMatch(one -> one.customerKey().key().equals(wanted))) {
            return StepResult.fail(
                    Step.COUNTERSIGNATURES,
                    "The customer's key has not countersigned.",
                    wanted,
                    all.isEmpty() ? "none" : all.size() + " by other keys");
        }
        return all.isEmpty()
                ? StepResult.skipped(Step.COUNTERSIGNATURES, "The receipt has none, and none was asked for.")
                : StepResult.pass(Step.COUNTERSIGNATURES, all.size() + " countersignature(s) hold.");
    }
}
