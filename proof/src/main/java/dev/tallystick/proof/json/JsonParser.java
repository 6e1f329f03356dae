package dev.tallystick.proof.json;

import dev.tallystick.proof.amount.DecimalScanner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One reading of one text: recursive descent over bytes, one pass, one instance per text. */
final class JsonParser {
    private final JsonCursor cursor;
    private final JsonStringReader strings;
    private final DecimalScanner numbers = new DecimalScanner();
    private final int maxDepth;
    private final int maxValues;
    private int values;
    private @Nullable String handedOverMember;
    private Consumer<JsonValue> elements = value -> {};

    JsonParser(byte[] src, int offset, int len, int maxDepth, int maxValues) {
        this.cursor = new JsonCursor(src, offset, len);
        this.strings = new JsonStringReader(cursor);
        this.maxDepth = maxDepth;
        this.maxValues = maxValues;
    }

    /** Hands the values of this member of the outermost object, if it is an array, over instead of keeping them. */
    void handOver(String member, Consumer<JsonValue> consumer) {
        handedOverMember = member;
        elements = consumer;
    }

    JsonValue text() {
        if (cursor.startsWith(0xef, 0xbb, 0xbf)) {
            throw cursor.failure("JSON text must not start with a byte order mark; send plain UTF-8.");
        }
        JsonValue value = value(0);
        if (cursor.next() != JsonCursor.END) {
            throw cursor.failure("Expected nothing after the JSON value, but found " + cursor.found() + ".");
        }
        return value;
    }

    private JsonValue value(int depth) {
        int first = cursor.next();
        if (++values > maxValues) {
            throw cursor.failure("JSON may hold at most " + maxValues + " values, but this text holds more.");
        }
        return switch (first) {
            case '"' -> new JsonString(strings.read());
            case '{' -> object(deeper(depth));
            case '[' -> array(deeper(depth));
            case 't' -> literal("true", JsonBoolean.TRUE);
            case 'f' -> literal("false", JsonBoolean.FALSE);
            case 'n' -> literal("null", JsonNull.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw cursor.failure("Expected a JSON value, but found " + cursor.found() + ".");
        };
    }

    private JsonValue literal(String word, JsonValue value) {
        cursor.literal(word);
        return value;
    }

    private int deeper(int depth) {
        if (depth == maxDepth) {
            throw cursor.failure("JSON may be nested at most " + maxDepth + " deep, but this text goes deeper.");
        }
        return depth + 1;
    }

    private JsonValue object(int depth) {
        cursor.skip();
        if (cursor.next() == '}') {
            cursor.skip();
            return JsonObject.EMPTY;
        }
        LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>();
        while (true) {
            if (cursor.next() != '"') {
                throw cursor.failure("Expected a member name in double quotes, but found " + cursor.found() + ".");
            }
            int nameAt = cursor.position();
            String name = strings.read();
            if (cursor.next() != ':') {
                throw cursor.failure("Expected ':' after a member name, but found " + cursor.found() + ".");
            }
            cursor.skip();
            JsonValue value = depth == 1 && name.equals(handedOverMember) ? handedOver(depth) : value(depth);
            if (members.putIfAbsent(name, value) != null) {
                throw cursor.failureAt(nameAt, "An object must not name a member twice, but this name came before.");
            }
            if (endOfList('}')) {
                return JsonObject.owning(members);
            }
        }
    }

    private JsonValue array(int depth) {
        cursor.skip();
        if (cursor.next() == ']') {
            cursor.skip();
            return JsonArray.EMPTY;
        }
        List<JsonValue> list = new ArrayList<>();
        do {
            list.add(value(depth));
        } while (!endOfList(']'));
        return new JsonArray(list);
    }

    private JsonValue handedOver(int depth) {
        if (cursor.next() != '[') {
            return value(depth);
        }
        int inner = deeper(depth);
        cursor.skip();
        if (cursor.next() == ']') {
            cursor.skip();
            return JsonArray.EMPTY;
        }
        do {
            elements.accept(value(inner));
        } while (!endOfList(']'));
        return JsonArray.EMPTY;
    }

    // Takes the comma or the closing bracket.
    private boolean endOfList(char close) {
        int next = cursor.next();
        if (next != ',' && next != close) {
            throw cursor.failure("Expected ',' or '" + close + "', but found " + cursor.found() + ".");
        }
        cursor.skip();
        return next == close;
    }

    private JsonValue number() {
        int from = cursor.position();
        int after = numbers.scan(cursor.src(), from, cursor.end());
        if (after < 0) {
            cursor.moveTo(-1 - after);
            throw cursor.failure(
                    "Expected a number in JSON form such as -42.5 or 4.25E1, but found " + cursor.found() + " in it.");
        }
        if (numbers.plainLength() > JsonNumber.PLAIN_LENGTH_MAX) {
            throw cursor.failure("A number may have at most " + JsonNumber.PLAIN_LENGTH_MAX
                    + " characters written out without an exponent, but this one has " + numbers.plainLength() + ".");
        }
        cursor.moveTo(after);
        return new JsonNumber(numbers.value());
    }
}
