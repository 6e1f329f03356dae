package dev.tallystick.proof.json;

/**
 * One JSON value (RFC 8259). Immutable, with equality by content; numbers are equal when they are numerically equal,
 * and objects when they have the same members in any order.
 */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {}
