package dev.tallystick.proof.json;

/** A JSON string, unescaped. One made by the reader never holds a surrogate without its other half. */
public record JsonString(String value) implements JsonValue {}
