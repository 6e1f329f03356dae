package dev.tallystick.proof.json;

import java.util.Locale;

/** A place in a text, and the failures that name it. */
final class JsonCursor {
    /** What {@link #next()} returns after the last byte. */
    static final int END = -1;

    private final byte[] src;
    private final int start;
    private final int end;
    private int position;

    JsonCursor(byte[] src, int start, int len) {
        this.src = src;
        this.start = start;
        this.end = start + len;
        this.position = start;
    }

    byte[] src() {
        return src;
    }

    int end() {
        return end;
    }

    int position() {
        return position;
    }

    void moveTo(int newPosition) {
        position = newPosition;
    }

    void skip() {
        position++;
    }

    boolean startsWith(int... bytes) {
        if (end - position < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((src[position + i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Steps over white space and returns the byte there, 0 to 255, or {@link #END}; does not take it. */
    int next() {
        int at = position;
        while (at < end) {
            int b = src[at];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                position = at;
                return b & 0xff;
            }
            at++;
        }
        position = at;
        return END;
    }

    /** Takes exactly this word. */
    void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (position == end || src[position] != word.charAt(i)) {
                throw failure("Expected " + word + ", but found " + found() + " in it.");
            }
            position++;
        }
    }

    /** Describes the byte at the position for a sentence. */
    String found() {
        if (position >= end) {
            return "the end of the text";
        }
        int b = src[position] & 0xff;
        return b > ' ' && b < 0x7f ? "'" + (char) b + "'" : String.format(Locale.ROOT, "byte 0x%02x", b);
    }

    JsonException failure(String sentence) {
        return failureAt(position, sentence);
    }

    JsonException failureAt(int at, String sentence) {
        return new JsonException(sentence, at - start);
    }
}
