package dev.tallystick.server.http;

import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Finds metadata that is certainly too long before it is written out, because written out it can be fifty times what was
 * sent ({@code 1e300}).
 */
final class MetadataSize {
    private MetadataSize() {}

    /** A lower bound of the canonical form's bytes; stops counting soon after {@code max}. */
    static long atLeast(JsonValue value, long max) {
        return switch (value) {
            case JsonObject object -> members(object, max);
            case JsonArray array -> elements(array, max);
            case JsonString string -> string.value().length() + 2L;
            case JsonNumber number -> digits(number.value());
            case JsonBoolean ignored -> 4;
            case JsonNull ignored -> 4;
        };
    }

    private static long members(JsonObject object, long max) {
        long size = 2;
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            size += member.getKey().length() + 3L + atLeast(member.getValue(), max - size);
            if (size > max) {
                return size;
            }
        }
        return size;
    }

    private static long elements(JsonArray array, long max) {
        long size = 2;
        for (JsonValue element : array.values()) {
            size += atLeast(element, max - size);
            if (size > max) {
                return size;
            }
        }
        return size;
    }

    // One bit is 0.301 digits; 30/100 stays below.
    private static long digits(BigDecimal value) {
        return Math.max(Math.max(value.scale(), value.unscaledValue().bitLength() * 30L / 100), 1);
    }
}
