package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.proof.bytes.Utf8;

/** Strict percent decoding (RFC 3986, 2.1) of paths and queries to UTF-8 text. */
final class PercentText {
    private PercentText() {}

    /**
     * Decodes a slice of a raw path or query.
     *
     * @param plusIsSpace as in queries
     * @param field what to name in the refusal
     * @throws ProblemException 400 if an escape is cut or not hexadecimal, or the bytes are not UTF-8
     */
    static String decode(String raw, int from, int to, boolean plusIsSpace, String field) {
        if (isPlain(raw, from, to)) {
            return raw.substring(from, to);
        }
        byte[] bytes = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes[length++] = (byte) escaped(raw, i, to, field);
                i += 2;
            } else if (c < 0x80) {
                bytes[length++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
            } else {
                throw bad(field);
            }
        }
        try {
            return Utf8.decodeAll(bytes, 0, length);
        } catch (MalformedBytesException e) {
            throw bad(field);
        }
    }

    private static boolean isPlain(String raw, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = raw.charAt(i);
            if (c == '%' || c == '+' || c >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static int escaped(String raw, int at, int to, String field) {
        if (at + 2 >= to) {
            throw bad(field);
        }
        int high = digit(raw.charAt(at + 1));
        int low = digit(raw.charAt(at + 2));
        if (high < 0 || low < 0) {
            throw bad(field);
        }
        return (high << 4) | low;
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static ProblemException bad(String field) {
        return Problem.invalid(
                        field,
                        field
                                + " is not valid percent-encoded UTF-8. Encode each byte beyond ASCII as % and two hexadecimal"
                                + " digits.")
                .toException();
    }
}
