package dev.tallystick.proof.json;

import java.util.Objects;
import java.util.function.Consumer;

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

    /**
     * Reads a text that is one object, handing the values of one array member over one by one instead of keeping them:
     * for files whose array is too long to hold as a tree.
     *
     * @param maxDepth deepest nesting, 1 to 256; the array's own values start at 3
     * @param arrayMember name of the outermost object's member that is the array; any other value than an array is kept
     *     as it is
     * @param elements is handed each value of the array, in order; what it throws passes through
     * @return the object, with an empty array in place of the one handed over
     * @throws JsonException if the text is refused; values before the fault were handed over by then
     */
    public static JsonValue parseStreaming(
            byte[] utf8, int maxDepth, String arrayMember, Consumer<JsonValue> elements) {
        if (maxDepth < 1 || maxDepth > DEPTH_CEILING) {
            throw new IllegalArgumentException("The depth limit must be 1 to 256, but " + maxDepth + " was given.");
        }
        JsonParser parser = new JsonParser(utf8, 0, utf8.length, maxDepth, Integer.MAX_VALUE);
        parser.handOver(arrayMember, elements);
        return parser.text();
    }
}
