package dev.tallystick.proof.json;

import java.util.Objects;

/**
 * The one strict RFC 8259 reader, used by every part alike, so that no two parts can read one text differently.
 *
 * <p>Beyond the RFC it refuses: a byte order mark, bytes that are not UTF-8, a surrogate without its other half in an
 * escape, a name given twice in one object (after unescaping), nesting deeper than the limit, and numbers whose plain
 * form is longer than {@link JsonNumber#PLAIN_LENGTH_MAX} characters. Numbers are exact. Stateless, for many threads.
 */
public final class JsonReader {
    /** Deepest nesting of arrays and objects unless another limit is given; the outermost counts as 1. */
    public static final int DEPTH_MAX = 32;

    // The reader calls itself once per level; this stays far from the smallest stack a thread is given.
    private static final int DEPTH_CEILING = 256;

    private JsonReader() {}

    /**
     * Reads a text that is exactly one JSON value, with white space around it at most.
     *
     * @throws JsonException if the text is refused; nothing else is ever thrown for what the text says
     */
    public static JsonValue parse(byte[] utf8) {
        return parse(utf8, 0, utf8.length, DEPTH_MAX);
    }

    /**
     * Reads {@code len} bytes from {@code offset} as exactly one JSON value.
     *
     * @param maxDepth deepest nesting, 0 (no array or object at all) to 256
     * @throws JsonException if the text is refused; its offset counts from {@code offset}
     */
    public static JsonValue parse(byte[] utf8, int offset, int len, int maxDepth) {
        return parse(utf8, offset, len, maxDepth, Integer.MAX_VALUE);
    }

    /**
     * Reads {@code len} bytes from {@code offset} as exactly one JSON value made of at most {@code maxValues} values.
     *
     * <p>A tree takes up to about 40 times the memory of its text (many small objects); this bounds it to some 300
     * bytes a value and what the text itself holds.
     *
     * @param maxDepth deepest nesting, 0 (no array or object at all) to 256
     * @param maxValues most values of any kind, arrays and objects themselves included
     * @throws JsonException if the text is refused; its offset counts from {@code offset}
     */
    public static JsonValue parse(byte[] utf8, int offset, int len, int maxDepth, int maxValues) {
        Objects.checkFromIndexSize(offset, len, utf8.length);
        if (maxDepth < 0 || maxDepth > DEPTH_CEILING) {
            throw new IllegalArgumentException("The depth limit must be 0 to 256, but " + maxDepth + " was given.");
        }
        return new JsonParser(utf8, offset, len, maxDepth, maxValues).text();
    }
}
