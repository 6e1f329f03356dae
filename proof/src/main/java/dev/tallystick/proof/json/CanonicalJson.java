package dev.tallystick.proof.json;

import dev.tallystick.proof.bytes.ByteSink;

/**
 * The canonical form that is hashed: RFC 8785's member order (UTF-16 code units), string escapes and absence of white
 * space, but numbers exact, as the shortest plain decimal.
 *
 * <p>The deviation from RFC 8785 is on purpose: its numbers go through a double, which would turn
 * 12345678901234567890123456789.123456789 into 1.2345678901234568e+28. Stateless.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * Appends the canonical form as UTF-8.
     *
     * @throws IllegalArgumentException if a string holds a surrogate without its other half; the reader makes none such
     */
    public static void write(JsonValue value, ByteSink sink) {
        JsonText.write(value, JsonText.Order.SORTED, sink);
    }

    /** Appends a string with its quotes and escapes. */
    public static void writeString(String text, ByteSink sink) {
        JsonText.string(text, sink);
    }

    /** Returns the canonical form as UTF-8; see {@link #write}. */
    public static byte[] of(JsonValue value) {
        ByteSink sink = new ByteSink(256);
        write(value, sink);
        return sink.toBytes();
    }
}
