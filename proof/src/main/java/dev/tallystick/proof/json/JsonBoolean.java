package dev.tallystick.proof.json;

/** The JSON literals {@code true} and {@code false}. */
public record JsonBoolean(boolean value) implements JsonValue {
    /** The literal {@code true}. */
    public static final JsonBoolean TRUE = new JsonBoolean(true);

    /** The literal {@code false}. */
    public static final JsonBoolean FALSE = new JsonBoolean(false);
}
