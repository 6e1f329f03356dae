package dev.tallystick.proof.bytes;

import java.util.Base64;

/**
 * Standard Base64 (RFC 4648, section 4) with padding, in its one spelling: other spellings of the same bytes, which
 * differ in bits that decoders ignore, are refused. Stateless.
 */
public final class Base64Text {
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
     * @throws IllegalArgumentException if it is not exactly what {@link #of(byte[])} writes
     */
    public static byte[] decode(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!of(bytes).equals(text)) {
            throw new IllegalArgumentException("Base64 must be padded and leave no bits over.");
        }
        return bytes;
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
