package dev.tallystick.proof.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Strict UTF-8 by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF, no truncated sequence.
 *
 * <p>Stateless.
 */
public final class Utf8 {
    /** What {@link #decode} returns for bytes that are not UTF-8. */
    public static final int MALFORMED = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /**
     * Decodes the code point that starts at {@code at}; its byte count is {@link #byteCount(int)} of the result.
     *
     * @param end exclusive bound; must be greater than {@code at}
     * @return the code point, or {@link #MALFORMED}
     */
    public static int decode(byte[] src, int at, int end) {
        int first = src[at];
        if (first >= 0) {
            return first;
        }
        int count = first >= (byte) 0xf0 ? 4 : first >= (byte) 0xe0 ? 3 : 2;
        if (end - at < count) {
            return MALFORMED;
        }
        // Lead bytes 0x80-0xbf give fewer payload bits than their length demands and fall to the byteCount check.
        int codePoint = count == 2 ? leadOfTwo(first) : count == 3 ? first & 0x0f : leadOfFour(first);
        for (int i = 1; i < count; i++) {
            int next = src[at + i];
            if ((next & 0xc0) != 0x80) {
                return MALFORMED;
            }
            codePoint = (codePoint << 6) | (next & 0x3f);
        }
        boolean surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
        return codePoint < 0 || surrogate || codePoint > 0x10ffff || byteCount(codePoint) != count
                ? MALFORMED
                : codePoint;
    }

    private static int leadOfTwo(int first) {
        return (first & 0xe0) == 0xc0 ? first & 0x1f : MALFORMED;
    }

    private static int leadOfFour(int first) {
        return (first & 0xf8) == 0xf0 ? first & 0x07 : MALFORMED;
    }

    /** Returns how many bytes a code point takes, 1 to 4. */
    public static int byteCount(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    /**
     * Decodes a whole slice.
     *
     * @throws MalformedBytesException with the offset, counted from the start of the array, of the first bad sequence
     */
    public static String decodeAll(byte[] src, int offset, int len) {
        int end = offset + len;
        int at = asciiUpTo(src, offset, end);
        if (at == end) {
            return new String(src, offset, len, StandardCharsets.ISO_8859_1);
        }
        while (at < end) {
            int codePoint = decode(src, at, end);
            if (codePoint == MALFORMED) {
                throw new MalformedBytesException(
                        at,
                        String.format(
                                Locale.ROOT,
                                "Expected UTF-8 text, but the sequence starting with byte 0x%02x is not.",
                                src[at]));
            }
            at += byteCount(codePoint);
        }
        return new String(src, offset, len, StandardCharsets.UTF_8);
    }

    /** The offset of the first byte that is not ASCII, or {@code end}. Eight at a time: most texts are ASCII throughout. */
    private static int asciiUpTo(byte[] src, int offset, int end) {
        int at = offset;
        while (end - at >= Long.BYTES && ((long) LONGS.get(src, at) & NOT_ASCII) == 0) {
            at += Long.BYTES;
        }
        while (at < end && src[at] >= 0) {
            at++;
        }
        return at;
    }

    static int encode(int codePoint, byte[] dest, int offset) {
        int at = offset;
        if (codePoint < 0x80) {
            dest[at++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            dest[at++] = (byte) (0xc0 | (codePoint >> 6));
            dest[at++] = (byte) (0x80 | (codePoint & 0x3f));
        } else if (codePoint < 0x10000) {
            dest[at++] = (byte) (0xe0 | (codePoint >> 12));
            dest[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
            dest[at++] = (byte) (0x80 | (codePoint & 0x3f));
        } else {
            dest[at++] = (byte) (0xf0 | (codePoint >> 18));
            dest[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
            dest[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
            dest[at++] = (byte) (0x80 | (codePoint & 0x3f));
        }
        return at;
    }

    static int codePointAt(String text, int index, int end) {
        char c = text.charAt(index);
        if (!Character.isSurrogate(c)) {
            return c;
        }
        if (Character.isHighSurrogate(c) && index + 1 < end && Character.isLowSurrogate(text.charAt(index + 1))) {
            return Character.toCodePoint(c, text.charAt(index + 1));
        }
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "Text must be valid Unicode, but character %d is the lone surrogate U+%04X.",
                index + 1,
                (int) c));
    }
}
