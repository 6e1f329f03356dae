package dev.tallystick.proof.json;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Writes compact JSON straight into a sink, piece by piece. For one thread at a time.
 *
 * <p>Wrong use (a value without its name, a bracket too many) throws {@link IllegalStateException}; names given twice
 * are not noticed. Text with a surrogate without its other half throws {@link IllegalArgumentException}.
 */
public final class JsonWriter {
    private static final int DEPTH_MAX = 62;

    private final ByteSink sink;
    private int depth;
    // One bit per open level, lowest innermost: 1 for an object, 0 for an array.
    private long objects;
    private boolean comma;
    private boolean named;

    /** Writes from the sink's present end. */
    public JsonWriter(ByteSink sink) {
        this.sink = sink;
    }

    /** Opens an object; at most 62 levels may be open. */
    public JsonWriter beginObject() {
        return open('{', 1);
    }

    /** Closes the innermost object. */
    public JsonWriter endObject() {
        return close('}', 1);
    }

    /** Opens an array; at most 62 levels may be open. */
    public JsonWriter beginArray() {
        return open('[', 0);
    }

    /** Closes the innermost array. */
    public JsonWriter endArray() {
        return close(']', 0);
    }

    /** Writes a member's name; its value must follow. */
    public JsonWriter name(String name) {
        if (depth == 0 || (objects & 1) == 0 || named) {
            throw new IllegalStateException("A name belongs into an object, before its value: " + name);
        }
        if (comma) {
            sink.u8(',');
        }
        JsonText.string(name, sink);
        sink.u8(':');
        named = true;
        comma = false;
        return this;
    }

    /** Writes a string, or null. */
    public JsonWriter value(@Nullable String text) {
        if (text == null) {
            return nullValue();
        }
        before();
        JsonText.string(text, sink);
        return after();
    }

    /** Writes a string that is given as valid UTF-8, which is not checked. */
    public JsonWriter text(byte[] utf8) {
        before();
        JsonText.string(utf8, sink);
        return after();
    }

    /** Writes a whole number. */
    public JsonWriter value(long number) {
        before();
        sink.decimal(number, 0);
        return after();
    }

    /** Writes a boolean. */
    public JsonWriter value(boolean bool) {
        before();
        sink.ascii(bool ? "true" : "false");
        return after();
    }

    /** Writes an amount as a number in shortest plain form, or null. */
    public JsonWriter value(@Nullable Amount amount) {
        if (amount == null) {
            return nullValue();
        }
        before();
        amount.writeTo(sink);
        return after();
    }

    /** Writes a hash as a string, or null. */
    public JsonWriter value(@Nullable Hash hash) {
        if (hash == null) {
            return nullValue();
        }
        before();
        sink.u8('"').hashText(hash).u8('"');
        return after();
    }

    /** Writes a tree with its members in the order they came, or null. */
    public JsonWriter value(@Nullable JsonValue value) {
        if (value == null) {
            return nullValue();
        }
        before();
        JsonText.write(value, JsonText.Order.KEPT, sink);
        return after();
    }

    /** Writes JSON null. */
    public JsonWriter nullValue() {
        before();
        sink.ascii("null");
        return after();
    }

    /** Writes bytes that are already one JSON value; they are not looked at. */
    public JsonWriter raw(byte[] json) {
        before();
        sink.bytes(json);
        return after();
    }

    private JsonWriter open(char bracket, int object) {
        if (depth == DEPTH_MAX) {
            throw new IllegalStateException("At most " + DEPTH_MAX + " levels may be open.");
        }
        before();
        sink.u8(bracket);
        depth++;
        objects = (objects << 1) | object;
        comma = false;
        named = false;
        return this;
    }

    private JsonWriter close(char bracket, int object) {
        if (depth == 0 || (objects & 1) != object || named) {
            throw new IllegalStateException("Nothing open that '" + bracket + "' could close.");
        }
        sink.u8(bracket);
        depth--;
        objects >>>= 1;
        return after();
    }

    private void before() {
        if (depth == 0 ? comma : (objects & 1) == 1 && !named) {
            throw new IllegalStateException(
                    depth == 0
                            ? "The text already holds its one value."
                            : "A value in an object needs its name first.");
        }
        if (comma) {
            sink.u8(',');
        }
    }

    private JsonWriter after() {
        comma = true;
        named = false;
        return this;
    }
}
