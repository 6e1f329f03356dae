package dev.tallystick.server.compare;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusedException;
import java.util.Map;

/** Refusals that name the line of an upload. Stateless. */
final class RowProblem {
    private RowProblem() {}

    /** {@code VALIDATION_ERROR}: {@code message} is a sentence about the line. */
    static RefusedException invalid(long line, String field, String message) {
        return at(line, new RefusedException(Refusal.invalid(field, message)));
    }

    /** A refusal of one of the line's values, with the line added. */
    static RefusedException at(long line, RefusedException value) {
        Refusal refusal = value.refusal();
        return new RefusedException(new Refusal(
                refusal.code(),
                "Line " + line + ": " + refusal.message(),
                Map.of("field", refusal.details().getOrDefault("field", "body"), "line", Long.toString(line))));
    }
}
