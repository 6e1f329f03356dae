package dev.tallystick.cli.verify;

import dev.tallystick.proof.bytes.ShownText;
import dev.tallystick.proof.log.LogFinding;
import dev.tallystick.proof.receipt.StepResult;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * How one step of a check went.
 *
 * @param step its name
 * @param verdict how
 * @param message one sentence
 * @param expected on a failure, what should have been there; null where nothing was compared
 * @param found on a failure, what was there; null where nothing was compared
 */
public record Line(
        String step,
        Verdict verdict,
        String message,
        @Nullable String expected,
        @Nullable String found) {
    /** Makes the texts, which may quote what was read, fit to be shown. */
    public Line {
        message = ShownText.of(message);
        expected = expected == null ? null : ShownText.of(expected);
        found = found == null ? null : ShownText.of(found);
    }

    static Line of(StepResult result) {
        return new Line(result.step().text(), result.verdict(), result.message(), result.expected(), result.found());
    }

    /** A line about a finding; {@code holds} is the sentence if it does. */
    static Line of(String step, LogFinding finding, String holds) {
        return finding.holds()
                ? pass(step, holds)
                : fail(step, "Not as it should be: " + finding.what() + ".", finding.expected(), finding.found());
    }

    static Line pass(String step, String message) {
        return new Line(step, Verdict.PASS, message, null, null);
    }

    static Line skipped(String step, String message) {
        return new Line(step, Verdict.SKIPPED, message, null, null);
    }

    static Line fail(String step, String message) {
        return new Line(step, Verdict.FAIL, message, null, null);
    }

    static Line fail(String step, String message, String expected, String found) {
        return new Line(step, Verdict.FAIL, message, expected, found);
    }
}
