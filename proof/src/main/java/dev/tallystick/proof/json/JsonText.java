package dev.tallystick.proof.json;

import dev.tallystick.proof.bytes.ByteSink;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How values look as text: the parts that the canonical and the streaming writer have in common. */
final class JsonText {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int LONG_BITS_MAX = 63;

    private JsonText() {}

    /** Whether members are written as they came or sorted by UTF-16 code units. */
    enum Order {
        KEPT,
        SORTED
    }

    static void write(JsonValue value, Order order, ByteSink sink) {
        switch (value) {
            case JsonObject object -> object(object, order, sink);
            case JsonArray array -> array(array, order, sink);
            case JsonString string -> string(string.value(), sink);
            case JsonNumber number -> number(number.value(), sink);
            case JsonBoolean bool -> sink.ascii(bool.value() ? "true" : "false");
            case JsonNull ignored -> sink.ascii("null");
        }
    }

    private static void object(JsonObject object, Order order, ByteSink sink) {
        Map<String, JsonValue> members = object.members();
        sink.u8('{');
        switch (order) {
            case KEPT -> members.forEach((name, value) -> member(name, value, order, sink));
            case SORTED -> {
                // String's own order is that of UTF-16 code units, which RFC 8785 asks for.
                List<Map.Entry<String, JsonValue>> sorted = new ArrayList<>(members.entrySet());
                sorted.sort(Map.Entry.comparingByKey());
                sorted.forEach(member -> member(member.getKey(), member.getValue(), order, sink));
            }
        }
        close('}', sink);
    }

    private static void member(String name, JsonValue value, Order order, ByteSink sink) {
        string(name, sink);
        sink.u8(':');
        write(value, order, sink);
        sink.u8(',');
    }

    private static void array(JsonArray array, Order order, ByteSink sink) {
        sink.u8('[');
        for (JsonValue value : array.values()) {
            write(value, order, sink);
            sink.u8(',');
        }
        close(']', sink);
    }

    // Overwrites the comma after the last member, if there was any.
    private static void close(char bracket, ByteSink sink) {
        int last = sink.length() - 1;
        if (sink.array()[last] == ',') {
            sink.truncate(last);
        }
        sink.u8(bracket);
    }

    static void number(BigDecimal value, ByteSink sink) {
        BigInteger digits = value.unscaledValue();
        if (value.scale() >= 0 && digits.bitLength() <= LONG_BITS_MAX) {
            sink.decimal(digits.longValue(), value.scale());
        } else {
            sink.ascii(value.toPlainString());
        }
    }

    static void string(String text, ByteSink sink) {
        sink.u8('"');
        int plainFrom = sink.plainJson(text);
        for (int i = plainFrom; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                sink.utf8(text, plainFrom, i);
                escape(c, sink);
                plainFrom = i + 1;
            }
        }
        sink.utf8(text, plainFrom, text.length());
        sink.u8('"');
    }

    static void string(byte[] utf8, ByteSink sink) {
        sink.u8('"');
        int plainFrom = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte c = utf8[i];
            if ((c >= 0 && c < ' ') || c == '"' || c == '\\') {
                sink.bytes(utf8, plainFrom, i - plainFrom);
                escape((char) c, sink);
                plainFrom = i + 1;
            }
        }
        sink.bytes(utf8, plainFrom, utf8.length - plainFrom).u8('"');
    }

    private static void escape(char c, ByteSink sink) {
        sink.u8('\\');
        switch (c) {
            case '"', '\\' -> sink.u8(c);
            case '\b' -> sink.u8('b');
            case '\f' -> sink.u8('f');
            case '\n' -> sink.u8('n');
            case '\r' -> sink.u8('r');
            case '\t' -> sink.u8('t');
            default -> sink.ascii("u00").u8(HEX[c >> 4]).u8(HEX[c & 15]);
        }
    }
}
