package dev.tallystick.proof.receipt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking a receipt.
 *
 * @param steps one result for every {@link Step}, in their order
 * @param receipt what the file says; null if it could not be parsed, and not to be believed unless {@link #passed()}
 */
public record Verification(List<StepResult> steps, @Nullable Receipt receipt) {
    /** Copies the list. */
    public Verification {
        steps = List.copyOf(steps);
    }

    /** Whether no step failed: everything there holds, and everything asked for is there. */
    public boolean passed() {
        return steps.stream().noneMatch(result -> result.verdict() == StepResult.Verdict.FAIL);
    }

    /** Returns a step's result. */
    public StepResult of(Step step) {
        return steps.stream()
                .filter(result -> result.step() == step)
                .findFirst()
                .orElseThrow();
    }
}
