package dev.tallystick.proof.receipt;

import dev.tallystick.proof.bytes.ShownText;
import org.jspecify.annotations.Nullable;

/**
 * How one step went.
 *
 * @param step which
 * @param verdict how
 * @param message one sentence: what was checked, why it failed, or why there was nothing to check
 * @param expected on a failure, what should have been there; null where nothing was compared
 * @param found on a failure, what was there; null where nothing was compared
 */
public record StepResult(
        Step step,
        Verdict verdict,
        String message,
        @Nullable String expected,
        @Nullable String found) {
    /** Makes the texts, which may quote the file, fit to be shown. */
    public StepResult {
        message = ShownText.of(message);
        expected = expected == null ? null : ShownText.of(expected);
        found = found == null ? null : ShownText.of(found);
    }

    /** The three ways a step can go. */
    public enum Verdict {
        /** Checked, and it holds. */
        PASS,
        /** Checked, and it does not hold; or something that must be there is not. */
        FAIL,
        /** Nothing to check, and nothing asked for. */
        SKIPPED
    }

    /** It holds. */
    public static StepResult pass(Step step, String message) {
        return new StepResult(step, Verdict.PASS, message, null, null);
    }

    /** There is nothing to check. */
    public static StepResult skipped(Step step, String message) {
        return new StepResult(step, Verdict.SKIPPED, message, null, null);
    }

    /** It does not hold. */
    public static StepResult fail(Step step, String message) {
        return new StepResult(step, Verdict.FAIL, message, null, null);
    }

    /** It does not hold. */
    public static StepResult fail(Step step, String message, Object expected, Object found) {
        return new StepResult(step, Verdict.FAIL, message, expected.toString(), found.toString());
    }
}
