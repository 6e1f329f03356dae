package dev.tallystick.proof.report;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.receipt.LogSteps;
import dev.tallystick.proof.receipt.ReceiptException;
import dev.tallystick.proof.receipt.Step;
import dev.tallystick.proof.receipt.StepResult;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.record.LogEntry;
import java.util.List;

/**
 * Checks signed reports without a network, in the steps of docs/formats/report.md. Of the policy, what concerns customers'
 * signatures and records does not apply. Every step is checked by itself against what the file says; only all of them
 * together prove anything. Stateless.
 */
public final class ReportVerifier {
    /** The steps of a report: those of a receipt that it has. */
    public static final List<Step> STEPS =
            List.of(Step.PARSE, Step.CONTENT_HASHES, Step.STATEMENT, Step.INCLUSION, Step.SIGNATURE, Step.WITNESSES);

    private ReportVerifier() {}

    /** Checks a file. Never throws for what the file says. */
    public static ReportVerification verify(byte[] file, TrustPolicy policy) {
        SignedReport report;
        try {
            report = ReportReader.parse(file);
        } catch (ReceiptException e) {
            String sentence = String.valueOf(e.getMessage());
            return new ReportVerification(
                    STEPS.stream()
                            .map(step -> step == Step.PARSE
                                    ? StepResult.fail(step, sentence)
                                    : StepResult.skipped(step, "The file could not be read."))
                            .toList(),
                    null);
        }
        return verify(report, policy);
    }

    /** Checks a report that has been read. */
    public static ReportVerification verify(SignedReport report, TrustPolicy policy) {
        LogSteps log = new LogSteps(report.inclusion(), report.logKey(), policy);
        return new ReportVerification(
                List.of(
                        StepResult.pass(Step.PARSE, "A signed report of a comparison."),
                        reportHash(report),
                        eventHash(report),
                        log.inclusion(TreeHash.leaf(LogEntry.report(report.eventHash()))),
                        log.signature(),
                        log.witnesses()),
                report);
    }

    private static StepResult reportHash(SignedReport report) {
        if (!new JsonString(report.customerId()).equals(report.report().get("customerId"))) {
            return StepResult.fail(Step.CONTENT_HASHES, "The report is not about the file's customer.");
        }
        Hash computed = report.computedReportHash();
        return computed.equals(report.reportHash())
                ? StepResult.pass(Step.CONTENT_HASHES, "The report hashes to " + computed + ".")
                : StepResult.fail(
                        Step.CONTENT_HASHES, "The report hashes to something else.", report.reportHash(), computed);
    }

    private static StepResult eventHash(SignedReport report) {
        Hash computed = report.computedEventHash();
        return computed.equals(report.eventHash())
                ? StepResult.pass(Step.STATEMENT, "The fields hash to " + computed + ".")
                : StepResult.fail(Step.STATEMENT, "The fields hash to something else.", report.eventHash(), computed);
    }
}
