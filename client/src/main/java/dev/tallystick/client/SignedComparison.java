package dev.tallystick.client;

import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.report.ReportVerification;
import dev.tallystick.proof.report.ReportVerifier;
import dev.tallystick.proof.report.SignedReport;

/**
 * A comparison whose report is in the signed log, and has passed every step of its check.
 *
 * @param comparison the finding
 * @param report what the file says
 * @param verification what was checked, step by step
 * @param file shows the same to anybody else; {@code tallystick verify} checks it
 */
public record SignedComparison(
        Comparison comparison, SignedReport report, ReportVerification verification, VerifiedReceipt.FileBytes file) {
    /** @throws ProofFailedException a step fails, or the report is not of this customer or finding */
    static SignedComparison verified(String customerId, Comparison comparison, TrustPolicy policy) {
        if (!(comparison.json().get("signed") instanceof JsonObject signed
                && signed.get("report") instanceof JsonObject object)) {
            throw new ProofFailedException("The reply holds no signed report.");
        }
        byte[] file = CanonicalJson.of(object);
        ReportVerification verification = ReportVerifier.verify(file, policy);
        SignedReport report = verification.report();
        if (report == null || !verification.passed()) {
            throw ProofFailedException.of("signed report", verification.steps());
        }
        ReplyCheck.same("signed report's customer", customerId, report.customerId());
        ReplyCheck.same(
                "signed report's balance",
                comparison.neutralBalance().toString(),
                String.valueOf(Members.textOf(report.report(), "neutralBalance")));
        return new SignedComparison(comparison, report, verification, new VerifiedReceipt.FileBytes(file));
    }
}
