package dev.tallystick.proof.record;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Sixteen random bytes that keep a record's published hash from being guessed. Immutable, with content equality. */
public final class Salt {
    public static final int LENGTH = 16;

    /** Sixteen zeros: of events recorded in a layout that had no salt. */
    public static final Salt NONE = new Salt(new byte[LENGTH]);

    private final byte[] bytes;

    /** Takes the array as it is; the caller gives it away. */
    public Salt(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a salt has 16 bytes, found " + bytes.length);
        }
        this.bytes = bytes;
    }

    /** The bytes themselves; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Salt salt && Arrays.equals(bytes, salt.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 32 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
