package dev.tallystick.ledger.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A secret that only the holder of the server's key can read; opaque to the ledger. Immutable, with content equality.
 * How it is sealed: {@code docs/formats/webhooks.md}.
 */
public final class SealedSecret {
    /** A secret is short; more would be a mistake. */
    public static final int LENGTH_MAX = 1_024;

    private final byte[] bytes;

    /**
     * Takes the array as it is; the caller gives it away.
     *
     * @throws IllegalArgumentException it has not 1 to {@link #LENGTH_MAX} bytes
     */
    public SealedSecret(byte[] bytes) {
        if (bytes.length < 1 || bytes.length > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a sealed secret has 1 to " + LENGTH_MAX + " bytes, found " + bytes.length);
        }
        this.bytes = bytes;
    }

    /** The bytes themselves; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SealedSecret secret && Arrays.equals(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SealedSecret[" + bytes.length + " bytes]";
    }
}
