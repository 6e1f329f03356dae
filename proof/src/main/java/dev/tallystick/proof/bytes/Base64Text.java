package dev.tallystick.proof.bytes;

import java.util.Base64;

/**
 * Standard Base64 (RFC 4648, section 4) with padding, in its one spelling: other spellings of the same bytes, which
 * differ in bits that decoders ignore, are refused. Stateless.
 */
public final class Base64Text {
    private static final int GROUP = 4;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Base64Text() {}

    /** Returns the text of the bytes. */
    public static String of(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns the text of the hash, 44 characters. */
    public static String of(Hash hash) {
        return of(hash.toBytes());
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException with a sentence for whoever sent the text, if it is not exactly what {@link
     *     #of(byte[])} writes
     */
    public static byte[] decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(text), e);
        }
        if (!of(bytes).equals(text)) {
            throw new IllegalArgumentException(
                    text.length() % GROUP == 0
                            ? "The last character of the Base64 before its padding has bits left over. Was it cut or typed?"
                            : wrong(text));
        }
        return bytes;
    }

    private static String wrong(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0 && !text.substring(i).matches("={1,2}")) {
                return "Character " + (i + 1)
                        + " does not belong in Base64, which has A-Z, a-z, 0-9, + and /, and at its"
                        + " end up to two =.";
            }
        }
        return "Base64 comes in groups of four characters, the last one padded with =, but this text has "
                + text.length() + " characters.";
    }

    /**
     * Reads the text of a hash.
     *
     * @throws IllegalArgumentException if it is not the Base64 of 32 bytes
     */
    public static Hash hash(String text) {
        return Hash.wrap(decode(text));
    }
}
