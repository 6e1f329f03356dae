package dev.tallystick.server.http;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Reads typed members of a JSON object; an absent member and a null one are the same. Every refusal names its field. */
final class Fields {
    private static final int AMOUNT_TEXT_MAX = 100;

    private Fields() {}

    static RefusedException refused(String field, String message) {
        return new RefusedException(Refusal.invalid(field, message));
    }

    static RefusedException unknown(String field) {
        return refused(
                field, "The field '" + Query.clipped(field) + "' is not known here. Remove it or check its spelling.");
    }

    private static RefusedException wrongType(String field, String wanted, JsonValue found) {
        return refused(field, field + " must be " + wanted + ", but " + kind(found) + " was sent.");
    }

    /** The type of a value, in a sentence that refuses it. */
    static String kind(JsonValue value) {
        return switch (value) {
            case JsonObject ignored -> "an object";
            case JsonArray ignored -> "an array";
            case JsonString ignored -> "a string";
            case JsonNumber ignored -> "a number";
            case JsonBoolean ignored -> "a boolean";
            case JsonNull ignored -> "null";
        };
    }

    /** The member, or null if it is absent or null. */
    static @Nullable JsonValue present(@Nullable JsonValue value) {
        return value instanceof JsonNull ? null : value;
    }

    /** Text of {@code min} to {@code max} Unicode characters, or null if absent. */
    static @Nullable String text(String field, @Nullable JsonValue value, int max) {
        JsonValue given = present(value);
        if (given == null) {
            return null;
        }
        if (!(given instanceof JsonString string)) {
            throw wrongType(field, "a string", given);
        }
        String text = string.value();
        int length = text.length();
        if (length > max) {
            length = text.codePointCount(0, length);
        }
        if (length == 0 || length > max) {
            throw refused(field, field + " must have 1 to " + max + " characters, but has " + length + ".");
        }
        return text;
    }

    static String requiredText(String field, @Nullable JsonValue value, int max) {
        String text = text(field, value, max);
        if (text == null) {
            throw missing(field);
        }
        return text;
    }

    static RefusedException missing(String field) {
        return refused(field, field + " is missing. It is required.");
    }

    static String customerId(@Nullable JsonValue value) {
        String id = requiredText("customerId", value, CustomerIds.LENGTH_MAX);
        if (!CustomerIds.valid(id)) {
            throw refused(
                    "customerId",
                    "customerId must have 1 to 128 characters, each a letter A-Z or a-z, a digit or one of _ . : -, but"
                            + " '" + Query.clipped(id) + "' was sent.");
        }
        return id;
    }

    /** A decimal given as a JSON number or a string, or null if absent. */
    static @Nullable Amount amount(String field, @Nullable JsonValue value) {
        JsonValue given = present(value);
        if (given == null) {
            return null;
        }
        try {
            if (given instanceof JsonNumber number) {
                return Amount.of(number.value());
            }
            if (given instanceof JsonString string) {
                return amount(field, string.value());
            }
        } catch (AmountException e) {
            throw refused(field, field + ": " + e.getMessage());
        }
        throw wrongType(field, "a number or a string that holds one", given);
    }

    /** A decimal in a query. */
    static Amount amount(String field, String text) {
        if (text.length() > AMOUNT_TEXT_MAX) {
            throw refused(field, field + " must be a decimal number of at most " + AMOUNT_TEXT_MAX + " characters.");
        }
        try {
            return Amount.parse(text);
        } catch (AmountException e) {
            throw refused(field, field + ": " + e.getMessage());
        }
    }

    static Amount requiredAmount(String field, @Nullable JsonValue value) {
        Amount amount = amount(field, value);
        if (amount == null) {
            throw missing(field);
        }
        return amount;
    }

    static boolean bool(String field, @Nullable JsonValue value, boolean otherwise) {
        JsonValue given = present(value);
        if (given == null) {
            return otherwise;
        }
        if (given instanceof JsonBoolean bool) {
            return bool.value();
        }
        throw wrongType(field, "true or false", given);
    }

    static @Nullable JsonObject object(String field, @Nullable JsonValue value) {
        JsonValue given = present(value);
        if (given == null) {
            return null;
        }
        if (given instanceof JsonObject object) {
            return object;
        }
        throw wrongType(field, "an object", given);
    }

    static JsonArray requiredArray(String field, @Nullable JsonValue value) {
        JsonValue given = present(value);
        if (given == null) {
            throw missing(field);
        }
        if (given instanceof JsonArray array) {
            return array;
        }
        throw wrongType(field, "an array", given);
    }
}
