package dev.tallystick.proof.report;

import dev.tallystick.proof.receipt.Step;
import dev.tallystick.proof.receipt.StepResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking a signed report.
 *
 * @param steps one result for each of {@link ReportVerifier#STEPS}, in their order
 * @param report what the file says; null if it could not be parsed, and not to be believed unless {@link #passed()}
 */
public record ReportVerification(
        List<StepResult> steps, @Nullable SignedReport report) {
    /** Copies the list. */
    public ReportVerification {
        steps = List.copyOf(steps);
    }

    /** Whether no step failed: everything there holds, and everything asked for is there. */
    public boolean passed() {
        return steps.stream().noneMatch(result -> result.verdict() == StepResult.Verdict.FAIL);
    }

    /** Returns a step's result; the step must be one of {@link ReportVerifier#STEPS}. */
    public StepResult of(Step step) {
        return steps.stream()
                .filter(result -> result.step() == step)
                .findFirst()
                .orElseThrow();
    }
}
