package dev.tallystick.ledger.scope;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import java.util.Map;

/** The sentences in which scope fields are refused. Stateless. */
final class ScopeRefusals {
    /** Characters of a sent text that a sentence repeats. */
    private static final int QUOTED_MAX = 40;

    private ScopeRefusals() {}

    /** {@code VALIDATION_ERROR}: the field must be what {@code expected} says, which ends a sentence's first half. */
    static RefusedException invalid(String field, String expected, String found) {
        return sentence(
                field,
                field + " must be " + expected + ", but " + (found.isEmpty() ? "an empty text" : quoted(found))
                        + " was sent.");
    }

    /** {@code VALIDATION_ERROR} in a whole sentence. */
    static RefusedException sentence(String field, String message) {
        return new RefusedException(Refusal.invalid(field, message));
    }

    /** {@code INVALID_SCOPE_COMBINATION}: the field does not go together with another one. */
    static RefusedException combination(String field, String message) {
        return new RefusedException(
                new Refusal(RefusalCode.INVALID_SCOPE_COMBINATION, message, Map.of("field", field)));
    }

    /** {@code NOT_FOUND}: the field names nothing that belongs to the customer. */
    static RefusedException unknown(String field, String message) {
        return new RefusedException(new Refusal(RefusalCode.NOT_FOUND, message, Map.of("field", field)));
    }

    static RefusedException tooWide(String found, int monthsMax) {
        return new RefusedException(new Refusal(
                RefusalCode.SCOPE_TOO_WIDE,
                "A scope may be at most " + monthsMax + (monthsMax == 1 ? " month" : " months") + " wide, but " + found
                        + " was asked for. Ask for shorter windows one by one.",
                Map.of("field", "endDate", "limit", Integer.toString(monthsMax))));
    }

    private static String quoted(String text) {
        boolean whole = text.codePointCount(0, text.length()) <= QUOTED_MAX;
        return "'" + (whole ? text : text.substring(0, text.offsetByCodePoints(0, QUOTED_MAX)) + "...") + "'";
    }
}
