package dev.tallystick.proof.json;

/** The JSON literal {@code null}. */
public enum JsonNull implements JsonValue {
    /** The only value. */
    NULL
}
