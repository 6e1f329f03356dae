package dev.tallystick.ledger.outcome;

import java.util.Map;

/**
 * A business refusal, as a value.
 *
 * @param message a sentence that says what is wrong and what to do
 * @param details further members of the wire's {@code error} object: {@code field}, hashes, ids; values are text
 */
public record Refusal(RefusalCode code, String message, Map<String, String> details) {
    public static Refusal of(RefusalCode code, String message) {
        return new Refusal(code, message, Map.of());
    }

    /** A {@code VALIDATION_ERROR} about one field of the request. */
    public static Refusal invalid(String field, String message) {
        return new Refusal(RefusalCode.VALIDATION_ERROR, message, Map.of("field", field));
    }
}
