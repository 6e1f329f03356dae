package dev.tallystick.client;

import dev.tallystick.proof.receipt.StepResult;
import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server answered does not hold when it is checked here. Keep what was sent and received: it is evidence. */
public final class ProofFailedException extends TallystickException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable String expected;
    private final @Nullable String found;

    ProofFailedException(String sentence) {
        super(sentence, null);
        this.expected = null;
        this.found = null;
    }

    ProofFailedException(String sentence, @Nullable Object expected, @Nullable Object found) {
        super(sentence + " Expected " + expected + ", found " + found + ".", null);
        this.expected = String.valueOf(expected);
        this.found = String.valueOf(found);
    }

    /** The first of the steps that failed. */
    static ProofFailedException of(String what, List<StepResult> steps) {
        return steps.stream()
                .filter(result -> result.verdict() == StepResult.Verdict.FAIL)
                .findFirst()
                .map(result -> new ProofFailedException(
                        "The " + what + " fails at '" + result.step().text() + "': " + result.message()))
                .orElseThrow();
    }

    /** Returns what was computed here, or null where no two values were compared. */
    public @Nullable String expected() {
        return expected;
    }

    /** Returns what the server said, or null where no two values were compared. */
    public @Nullable String found() {
        return found;
    }
}
