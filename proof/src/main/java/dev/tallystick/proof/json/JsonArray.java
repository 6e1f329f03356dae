package dev.tallystick.proof.json;

import java.util.List;

/** A JSON array, in order. */
public record JsonArray(List<JsonValue> values) implements JsonValue {
    /** The array without values. */
    public static final JsonArray EMPTY = new JsonArray(List.of());

    /** Copies the list. */
    public JsonArray {
        values = List.copyOf(values);
    }
}
