package dev.tallystick.proof.bytes;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * A growable byte buffer for encoders. Integers are big-endian. For one thread at a time.
 *
 * <p>The buffer keeps its array over {@link #reset()}, so one sink per encoder allocates almost nothing.
 */
public final class ByteSink {
    // The largest array every virtual machine grants.
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private byte[] array;
    private int length;

    /** Makes an empty sink with room for {@code capacity} bytes before it first grows. */
    public ByteSink(int capacity) {
        array = new byte[capacity];
    }

    /** Appends the low eight bits. */
    public ByteSink u8(int value) {
        reserve(1);
        array[length++] = (byte) value;
        return this;
    }

    /** Appends the low sixteen bits. */
    public ByteSink u16(int value) {
        reserve(2);
        BigEndian.putU16(array, length, value);
        length += 2;
        return this;
    }

    /** Appends thirty-two bits. */
    public ByteSink u32(int value) {
        reserve(4);
        BigEndian.putU32(array, length, value);
        length += 4;
        return this;
    }

    /** Appends sixty-four bits; a signed value goes in two's complement. */
    public ByteSink u64(long value) {
        reserve(8);
        BigEndian.putU64(array, length, value);
        length += 8;
        return this;
    }

    /** Appends an unsigned LEB128 number: seven bits a byte, lowest first, in the fewest bytes (1 to 10). */
    public ByteSink varint(long value) {
        reserve(10);
        // Locals: stores to the array could alias the fields, which would be loaded again for every byte.
        byte[] target = array;
        int at = length;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        length = at;
        return this;
    }

    /** Appends all bytes of the array. */
    public ByteSink bytes(byte[] src) {
        return bytes(src, 0, src.length);
    }

    /** Appends {@code len} bytes from {@code offset}. */
    public ByteSink bytes(byte[] src, int offset, int len) {
        Objects.checkFromIndexSize(offset, len, src.length);
        reserve(len);
        System.arraycopy(src, offset, array, length, len);
        length += len;
        return this;
    }

    /** Appends the 32 bytes of a hash. */
    public ByteSink hash(Hash hash) {
        reserve(Hash.LENGTH);
        hash.copyTo(array, length);
        length += Hash.LENGTH;
        return this;
    }

    /** Appends the 66 characters of a hash's text form. */
    public ByteSink hashText(Hash hash) {
        reserve(Hash.TEXT_LENGTH);
        hash.copyTextTo(array, length);
        length += Hash.TEXT_LENGTH;
        return this;
    }

    /**
     * Appends text of ASCII characters only.
     *
     * @throws IllegalArgumentException at the first other character; nothing is appended then
     */
    public ByteSink ascii(String text) {
        int chars = text.length();
        reserve(chars);
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "Expected ASCII text, but character %d is U+%04X.", i + 1, (int) c));
            }
            array[length + i] = (byte) c;
        }
        length += chars;
        return this;
    }

    /**
     * Appends text as UTF-8.
     *
     * @throws IllegalArgumentException at a surrogate without its other half; nothing is appended then
     */
    public ByteSink utf8(String text) {
        return utf8(text, 0, text.length());
    }

    /** Appends the characters from {@code from} to before {@code to} as UTF-8; see {@link #utf8(String)}. */
    public ByteSink utf8(String text, int from, int to) {
        Objects.checkFromToIndex(from, to, text.length());
        reserve(to - from);
        int at = length;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return utf8Wide(text, i, to, at);
            }
            array[at++] = (byte) c;
        }
        length = at;
        return this;
    }

    /**
     * Appends the characters of a text that stand in JSON as they are, up to the first that is not ASCII or is to be
     * escaped (RFC 8259, section 7). Almost every text is such throughout, and is then looked at once.
     *
     * @return the index of that character; the text's length if there is none
     */
    public int plainJson(String text) {
        int chars = text.length();
        reserve(chars);
        byte[] target = array;
        int at = length;
        int i = 0;
        for (; i < chars; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                break;
            }
            target[at + i] = (byte) c;
        }
        length = at + i;
        return i;
    }

    private ByteSink utf8Wide(String text, int from, int to, int writtenTo) {
        reserve(Math.addExact(writtenTo - length, Math.multiplyExact(3, to - from)));
        int at = writtenTo;
        int i = from;
        while (i < to) {
            int codePoint = Utf8.codePointAt(text, i, to);
            at = Utf8.encode(codePoint, array, at);
            i += Character.charCount(codePoint);
        }
        length = at;
        return this;
    }

    /**
     * Appends {@code unscaled} / 10^{@code scale} as a plain decimal with exactly {@code scale} digits after the point,
     * such as {@code -42.5} for -425 and 1.
     *
     * @param scale 0 to 400
     */
    public ByteSink decimal(long unscaled, int scale) {
        reserve(DecimalText.BYTES_MAX + scale);
        length = DecimalText.put(unscaled, scale, array, length);
        return this;
    }

    /** Returns the number of bytes so far. */
    public int length() {
        return length;
    }

    /** Returns the live array, valid from 0 to {@link #length()} until the next call that appends. */
    public byte[] array() {
        return array;
    }

    /** Returns a new array of the bytes so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(array, length);
    }

    /** Forgets all bytes and keeps the room. */
    public void reset() {
        length = 0;
    }

    /** Drops everything from {@code newLength} on. */
    public void truncate(int newLength) {
        Objects.checkIndex(newLength, length + 1);
        length = newLength;
    }

    /** Overwrites four bytes written earlier, for lengths known only afterwards. */
    public void putU32At(int position, int value) {
        Objects.checkFromIndexSize(position, 4, length);
        BigEndian.putU32(array, position, value);
    }

    /** Overwrites two bytes written earlier, for lengths known only afterwards. */
    public void putU16At(int position, int value) {
        Objects.checkFromIndexSize(position, 2, length);
        BigEndian.putU16(array, position, value);
    }

    private void reserve(int more) {
        if (array.length - length < more) {
            int doubled = (int) Math.min(array.length * 2L, MAX_ARRAY);
            array = Arrays.copyOf(array, Math.max(Math.addExact(length, more), doubled));
        }
    }
}
