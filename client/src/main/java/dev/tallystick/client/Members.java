package dev.tallystick.client;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.record.UtcText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object's members as the types they stand for. Members that are not asked for are left alone, so that a newer
 * server may send more.
 */
record Members(JsonObject object, String what) {
    /** Returns a member that is a string, or null for anything else. */
    static @Nullable String textOf(JsonObject object, String name) {
        return object.get(name) instanceof JsonString string ? string.value() : null;
    }

    String text(String name) {
        return required(name, optionalText(name));
    }

    @Nullable
    String optionalText(String name) {
        return switch (object.get(name)) {
            case JsonString string -> string.value();
            case null -> null;
            case JsonNull ignored -> null;
            default -> throw other(name, "a string");
        };
    }

    Amount amount(String name) {
        try {
            return switch (object.get(name)) {
                case JsonNumber number -> Amount.of(number.value());
                case JsonString string -> Amount.parse(string.value());
                case null, default -> throw other(name, "an amount");
            };
        } catch (AmountException e) {
            throw other(name, "an amount");
        }
    }

    long whole(String name) {
        try {
            return switch (object.get(name)) {
                case JsonNumber number -> number.value().longValueExact();
                case JsonString string -> Long.parseLong(string.value());
                case null, default -> throw other(name, "a whole number");
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw other(name, "a whole number");
        }
    }

    boolean bool(String name) {
        if (object.get(name) instanceof JsonBoolean bool) {
            return bool.value();
        }
        throw other(name, "true or false");
    }

    boolean isNull(String name) {
        JsonValue value = object.get(name);
        return value == null || value instanceof JsonNull;
    }

    Hash hash(String name) {
        return required(name, optionalHash(name));
    }

    @Nullable
    Hash optionalHash(String name) {
        return read(name, "a hash", Hash::parse);
    }

    Instant time(String name) {
        return required(name, optionalTime(name));
    }

    @Nullable
    Instant optionalTime(String name) {
        return read(name, "a time in UTC", text -> Instant.ofEpochMilli(UtcText.parse(text)));
    }

    private <T> @Nullable T read(String name, String form, Function<String, T> reader) {
        String text = optionalText(name);
        if (text == null) {
            return null;
        }
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw other(name, form);
        }
    }

    @Nullable
    JsonObject optionalObject(String name) {
        return switch (object.get(name)) {
            case JsonObject member -> member;
            case null -> null;
            case JsonNull ignored -> null;
            default -> throw other(name, "an object");
        };
    }

    Members members(String name) {
        return new Members(required(name, optionalObject(name)), name);
    }

    /** Returns the array's values; an absent array is an empty one. */
    List<JsonValue> array(String name) {
        return switch (object.get(name)) {
            case JsonArray array -> array.values();
            case null -> List.of();
            case JsonNull ignored -> List.of();
            default -> throw other(name, "an array");
        };
    }

    List<Members> objects(String name) {
        List<Members> list = new ArrayList<>();
        for (JsonValue value : array(name)) {
            if (!(value instanceof JsonObject member)) {
                throw other(name, "an array of objects");
            }
            list.add(new Members(member, name));
        }
        return list;
    }

    List<String> texts(String name) {
        List<String> list = new ArrayList<>();
        for (JsonValue value : array(name)) {
            if (!(value instanceof JsonString string)) {
                throw other(name, "an array of strings");
            }
            list.add(string.value());
        }
        return list;
    }

    private <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw other(name, "a value");
        }
        return value;
    }

    UnexpectedReplyException other(String name, String expected) {
        return new UnexpectedReplyException("Expected " + expected + " as '" + name + "' of " + what + ".");
    }
}
