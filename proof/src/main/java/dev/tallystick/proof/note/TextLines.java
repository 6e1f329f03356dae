package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.proof.bytes.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the line-based texts of C2SP: every line ends in a newline. For one thread at a time. */
final class TextLines {
    private static final int DIGITS_MAX = 19;

    private final byte[] src;
    private int at;

    TextLines(byte[] src) {
        this.src = src;
    }

    boolean atEnd() {
        return at == src.length;
    }

    /** Takes the next line without its newline. */
    String next(String what) {
        int end = at;
        while (end < src.length && src[end] != '\n') {
            end++;
        }
        if (end == src.length) {
            throw new NoteException("Expected " + what + ", ending in a newline, but the text ends.");
        }
        try {
            String line = Utf8.decodeAll(src, at, end - at);
            at = end + 1;
            return line;
        } catch (MalformedBytesException e) {
            throw new NoteException("Expected UTF-8 text in " + what + ": " + e.getMessage());
        }
    }

    /** Takes everything that is left. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(src, at, src.length);
        at = src.length;
        return rest;
    }

    /** Takes lines of one hash each up to and with an empty line. */
    List<Hash> hashes(int max) {
        List<Hash> hashes = new ArrayList<>();
        while (true) {
            String line = next("a hash or an empty line");
            if (line.isEmpty()) {
                return hashes;
            }
            if (hashes.size() == max) {
                throw new NoteException("A proof has at most " + max + " hashes.");
            }
            hashes.add(hash(line));
        }
    }

    static Hash hash(String line) {
        try {
            return Base64Text.hash(line);
        } catch (IllegalArgumentException e) {
            throw new NoteException("Expected the Base64 of 32 bytes, but found '" + line + "': " + e.getMessage());
        }
    }

    /** Reads a decimal number without sign and without leading zeros, 0 to 2^63 - 1. */
    static long number(String text, String what) {
        boolean digits =
                !text.isEmpty() && text.length() <= DIGITS_MAX && (text.charAt(0) != '0' || text.length() == 1);
        long value = 0;
        for (int i = 0; i < text.length() && digits; i++) {
            int digit = text.charAt(i) - '0';
            // Nineteen digits are at most 9.99e18: beyond 2^63 - 1 the sum turns negative.
            value = value * 10 + digit;
            digits = digit >= 0 && digit <= 9 && value >= 0;
        }
        if (!digits) {
            throw new NoteException(
                    "Expected " + what + " as a whole number from 0 to 9223372036854775807 without leading"
                            + " zeros, but found '" + text + "'.");
        }
        return value;
    }
}
