package dev.tallystick.server.journal;

import java.util.Arrays;

/** One event read back. Equality goes by content. Immutable as long as the holder leaves {@link #bytes} alone. */
public final class StoredEvent {
    private final long number;
    private final byte[] bytes;

    /** Makes one that takes over the array. */
    public StoredEvent(long number, byte[] bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    /** Returns the event's number. */
    public long number() {
        return number;
    }

    /** Returns exactly the bytes that were appended; not a copy, as each read has an array of its own. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredEvent that && number == that.number && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(number) + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "StoredEvent[number=" + number + ", bytes=" + bytes.length + "]";
    }
}
