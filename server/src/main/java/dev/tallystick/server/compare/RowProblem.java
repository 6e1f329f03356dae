package dev.tallystick.server.compare;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import java.util.Map;

/** Refusals that name the line of an upload. Stateless. */
final class RowProblem {
    private RowProblem() {}

    /** {@code VALIDATION_ERROR}: {@code message} is a sentence about the line. */
    static RefusedException invalid(long line, String field, String message) {
        return new RefusedException(new Refusal(
                RefusalCode.VALIDATION_ERROR,
                "Line " + line + ": " + message,
                Map.of("field", field, "line", Long.toString(line))));
    }

    /** A refusal of one of the line's values, with the line added. */
    static RefusedException at(long line, RefusedException value) {
        Refusal refusal = value.refusal();
        return invalid(line, refusal.details().getOrDefault("field", "body"), refusal.message());
    }
}
