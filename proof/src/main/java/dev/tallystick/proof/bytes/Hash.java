package dev.tallystick.proof.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable 32-byte value with content equality: a SHA-256 or a keccak-256 digest.
 *
 * <p>Text form: {@code 0x} and 64 lower-case hex digits. Ordered as unsigned bytes. Safe for use by many threads.
 */
public final class Hash implements Comparable<Hash> {
    /** Length of every hash in bytes. */
    public static final int LENGTH = 32;

    /** Length of the text form in characters. */
    public static final int TEXT_LENGTH = 66;

    /** Thirty-two zero bytes, which stand for "no preceding hash". */
    public static final Hash ZERO = new Hash(new byte[LENGTH]);

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies exactly 32 bytes.
     *
     * @throws IllegalArgumentException if the array has another length
     */
    public static Hash of(byte[] bytes32) {
        requireLength(bytes32);
        return new Hash(bytes32.clone());
    }

    /**
     * Takes over exactly 32 bytes without a copy; the caller must never change the array again.
     *
     * @throws IllegalArgumentException if the array has another length
     */
    public static Hash wrap(byte[] bytes32) {
        requireLength(bytes32);
        return new Hash(bytes32);
    }

    /**
     * Copies the 32 bytes that start at {@code offset}.
     *
     * @throws IndexOutOfBoundsException if fewer than 32 bytes are there
     */
    public static Hash ofSlice(byte[] src, int offset) {
        Objects.checkFromIndexSize(offset, LENGTH, src.length);
        return new Hash(Arrays.copyOfRange(src, offset, offset + LENGTH));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is not {@code 0x} and 64 lower-case hex digits
     */
    public static Hash parse(String hex) {
        if (hex.length() != TEXT_LENGTH || !hex.startsWith("0x")) {
            throw new IllegalArgumentException("A hash must be 0x and 64 lower-case hex digits, but the text has "
                    + hex.length() + " characters" + (hex.startsWith("0x") ? "." : " and does not start with 0x."));
        }
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) ((digit(hex, 2 + 2 * i) << 4) | digit(hex, 3 + 2 * i));
        }
        return new Hash(bytes);
    }

    private static int digit(String hex, int index) {
        char c = hex.charAt(index);
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        throw new IllegalArgumentException("A hash must be 0x and 64 lower-case hex digits, but character "
                + (index + 1) + " is U+" + String.format(Locale.ROOT, "%04X", (int) c) + ".");
    }

    private static void requireLength(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("A hash has 32 bytes, but " + bytes.length + " were given.");
        }
    }

    /** Returns a new array of the 32 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Copies the 32 bytes to {@code dest} at {@code offset}. */
    public void copyTo(byte[] dest, int offset) {
        System.arraycopy(bytes, 0, dest, offset, LENGTH);
    }

    /** Writes the 66 ASCII characters of the text form to {@code dest} at {@code offset}. */
    public void copyTextTo(byte[] dest, int offset) {
        dest[offset] = '0';
        dest[offset + 1] = 'x';
        for (int i = 0, at = offset + 2; i < LENGTH; i++) {
            int b = bytes[i];
            dest[at++] = HEX[(b >> 4) & 15];
            dest[at++] = HEX[b & 15];
        }
    }

    /** Returns the first eight bytes as a big-endian number: a key for in-memory look-ups, never a decision. */
    public long prefix() {
        return BigEndian.u64(bytes, 0);
    }

    @Override
    public int compareTo(Hash other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return (int) BigEndian.u64(bytes, 0);
    }

    @Override
    public String toString() {
        byte[] text = new byte[TEXT_LENGTH];
        copyTextTo(text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
