package dev.tallystick.proof.json;

import dev.tallystick.proof.bytes.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads one quoted string at the cursor: plain ASCII by copying, everything else code point by code point. */
final class JsonStringReader {
    private final JsonCursor cursor;

    JsonStringReader(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** Expects the cursor on the opening quote and leaves it after the closing one. */
    String read() {
        byte[] src = cursor.src();
        int end = cursor.end();
        int from = cursor.position() + 1;
        int at = from;
        while (at < end) {
            byte b = src[at];
            if (b == '"') {
                cursor.moveTo(at + 1);
                return new String(src, from, at - from, StandardCharsets.ISO_8859_1);
            }
            // Negative bytes are parts of longer UTF-8 sequences.
            if (b < ' ' || b == '\\') {
                break;
            }
            at++;
        }
        StringBuilder text = new StringBuilder(at - from + 16);
        text.append(new String(src, from, at - from, StandardCharsets.ISO_8859_1));
        cursor.moveTo(at);
        return readOn(text);
    }

    private String readOn(StringBuilder text) {
        byte[] src = cursor.src();
        while (true) {
            int at = cursor.position();
            if (at >= cursor.end()) {
                throw cursor.failure("Expected '\"' at the end of a string, but found the end of the text.");
            }
            int b = src[at];
            if (b == '"') {
                cursor.skip();
                return text.toString();
            }
            if (b == '\\') {
                cursor.skip();
                escape(text);
            } else if (b >= ' ') {
                text.append((char) b);
                cursor.skip();
            } else if (b >= 0) {
                throw cursor.failure(
                        "A control character in a string must be escaped, but found " + cursor.found() + ".");
            } else {
                text.appendCodePoint(wide());
            }
        }
    }

    private int wide() {
        int codePoint = Utf8.decode(cursor.src(), cursor.position(), cursor.end());
        if (codePoint == Utf8.MALFORMED) {
            throw cursor.failure("JSON text must be UTF-8, but " + cursor.found() + " starts no valid sequence.");
        }
        cursor.moveTo(cursor.position() + Utf8.byteCount(codePoint));
        return codePoint;
    }

    private void escape(StringBuilder text) {
        int kind = cursor.position() < cursor.end() ? cursor.src()[cursor.position()] : JsonCursor.END;
        switch (kind) {
            case '"', '\\', '/' -> text.append((char) kind);
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                unicodeEscape(text);
                return;
            }
            default ->
                throw cursor.failure(
                        "Expected one of \" \\ / b f n r t u after '\\', but found " + cursor.found() + ".");
        }
        cursor.skip();
    }

    private void unicodeEscape(StringBuilder text) {
        int escapeAt = cursor.position() - 1;
        char unit = codeUnit();
        text.append(unit);
        if (!Character.isSurrogate(unit)) {
            return;
        }
        if (Character.isHighSurrogate(unit) && cursor.startsWith('\\', 'u')) {
            cursor.skip();
            char low = codeUnit();
            if (Character.isLowSurrogate(low)) {
                text.append(low);
                return;
            }
        }
        throw cursor.failureAt(
                escapeAt,
                String.format(
                        Locale.ROOT, "The escape of surrogate U+%04X must stand in a pair, but is alone.", (int) unit));
    }

    // Expects the cursor on the u.
    private char codeUnit() {
        cursor.skip();
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int b = cursor.position() < cursor.end() ? cursor.src()[cursor.position()] : JsonCursor.END;
            int digit = b < 0 ? -1 : Character.digit(b, 16);
            if (digit < 0) {
                throw cursor.failure("Expected four hex digits after \\u, but found " + cursor.found() + ".");
            }
            unit = (unit << 4) | digit;
            cursor.skip();
        }
        return (char) unit;
    }
}
