package dev.tallystick.proof.bytes;

import java.util.Arrays;
import java.util.Objects;

/**
 * A bounds-checked reader over a slice of an array: the counterpart of {@link ByteSink}. For one thread at a time.
 *
 * <p>Every read throws {@link MalformedBytesException} when the slice is too short or the bytes are not of the asked
 * form, and leaves the position where it was. Positions and offsets count from the start of the array.
 */
public final class ByteSource {
    private final byte[] src;
    private final int end;
    private int position;

    /** Reads the whole array; the array is not copied. */
    public ByteSource(byte[] src) {
        this(src, 0, src.length);
    }

    /** Reads {@code len} bytes from {@code offset}; the array is not copied. */
    public ByteSource(byte[] src, int offset, int len) {
        Objects.checkFromIndexSize(offset, len, src.length);
        this.src = src;
        this.position = offset;
        this.end = offset + len;
    }

    /** Reads one byte, 0 to 255. */
    public int u8() {
        return src[advance(1)] & 0xff;
    }

    /** Reads two bytes, 0 to 65,535. */
    public int u16() {
        return BigEndian.u16(src, advance(2));
    }

    /** Reads four bytes, 0 to 4,294,967,295. */
    public long u32() {
        return BigEndian.u32(src, advance(4));
    }

    /** Reads eight bytes; a value of 2^63 or more comes back negative, as two's complement. */
    public long u64() {
        return BigEndian.u64(src, advance(8));
    }

    /** Reads an unsigned LEB128 number of up to 64 bits; only the shortest form is taken. */
    public long varint() {
        long value = 0;
        for (int at = position, shift = 0; at < end; at++, shift += 7) {
            int b = src[at] & 0xff;
            if (shift == 63 && b > 1) {
                throw new MalformedBytesException(position, "Expected a variable-length number of at most 64 bits.");
            }
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                if (b == 0 && shift > 0) {
                    throw new MalformedBytesException(
                            position,
                            "Expected a variable-length number in its shortest form, but its last byte is 0.");
                }
                position = at + 1;
                return value;
            }
        }
        throw new MalformedBytesException(position, "Expected a variable-length number, but the bytes end inside it.");
    }

    /** Reads {@code count} bytes into a new array. */
    public byte[] bytes(int count) {
        int from = advance(count);
        return Arrays.copyOfRange(src, from, from + count);
    }

    /** Reads 32 bytes. */
    public Hash hash() {
        return Hash.ofSlice(src, advance(Hash.LENGTH));
    }

    /** Reads {@code count} bytes of strict UTF-8. */
    public String utf8(int count) {
        int from = advance(count);
        try {
            return Utf8.decodeAll(src, from, count);
        } catch (MalformedBytesException e) {
            position = from;
            throw e;
        }
    }

    /** Steps over {@code count} bytes. */
    public void skip(int count) {
        advance(count);
    }

    /** Returns how many bytes are left in the slice. */
    public int remaining() {
        return end - position;
    }

    /** Returns the offset of the next byte, counted from the start of the array. */
    public int position() {
        return position;
    }

    private int advance(int count) {
        if (count < 0 || count > end - position) {
            throw new MalformedBytesException(
                    position, "Expected " + count + " more bytes, but " + (end - position) + " are left.");
        }
        int from = position;
        position += count;
        return from;
    }
}
