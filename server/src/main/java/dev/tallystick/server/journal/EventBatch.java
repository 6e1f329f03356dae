package dev.tallystick.server.journal;

import dev.tallystick.proof.bytes.ByteSink;
import java.util.Arrays;
import java.util.Locale;

/**
 * Events to be appended together: encode an event into {@link #sink}, call {@link #endEvent}, repeat.
 *
 * <p>Reusable through {@link #reset}, which keeps the room. For one thread at a time. The sink's bytes are already laid
 * out as the journal's file stores them (room for the frame's header, then each event behind room for its prefix), so
 * appending copies nothing on the heap. Therefore only append to the sink, or shorten it through {@link #dropOpenEvent}.
 */
public final class EventBatch {
    /** The most events a batch may hold: bounds what one replay step or one lost batch can be. */
    public static final int MAX_EVENTS = 65_535;

    /** The most bytes a batch may take, the prefixes of its events included: bounds the buffer a reader needs. */
    public static final int MAX_BYTES = 64 << 20;

    private static final int PREFIX = Layout.EVENT_PREFIX_BYTES;

    private final ByteSink sink;
    private int[] ends = new int[1024];
    private int count;

    /** Makes an empty batch with room for 256 KiB before it first grows. */
    public EventBatch() {
        sink = new ByteSink(256 << 10);
        reset();
    }

    /** Returns the sink to encode the next event into; always the same object. */
    public ByteSink sink() {
        return sink;
    }

    /**
     * Ends the event written since the last end.
     *
     * @throws IllegalStateException the event is empty, or the batch is beyond its limits; the event is dropped then
     */
    public void endEvent() {
        int end = sink.length();
        int bytes = end - openStart();
        if (bytes == 0) {
            throw new IllegalStateException("Expected an event of at least 1 byte, but nothing was written.");
        }
        if (count == MAX_EVENTS || end - Layout.FRAME_HEADER_BYTES > MAX_BYTES) {
            dropOpenEvent();
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "Expected a batch of at most %,d events and %,d bytes, but event %,d of %,d bytes would exceed it;"
                            + " append the batch before this event.",
                    MAX_EVENTS,
                    MAX_BYTES,
                    count + 1,
                    bytes));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = end;
        sink.u64(0);
    }

    /** Tells whether {@code events} more events of together {@code bytes} bytes still fit. */
    public boolean hasRoom(int events, long bytes) {
        return count + (long) events <= MAX_EVENTS && byteCount() + bytes + (long) events * PREFIX <= MAX_BYTES;
    }

    /** Drops what was written since the last ended event. */
    public void dropOpenEvent() {
        sink.truncate(openStart());
    }

    /** Returns the number of ended events. */
    public int count() {
        return count;
    }

    /** Returns the bytes of the ended events as the file will hold them, their prefixes included, without the frame header. */
    public int byteCount() {
        return count == 0 ? 0 : ends[count - 1] - Layout.FRAME_HEADER_BYTES;
    }

    /** Returns where event {@code index} starts in {@link #bytes}; {@code index} counts from 0 within the batch. */
    public int start(int index) {
        return (index == 0 ? Layout.FRAME_HEADER_BYTES : ends[index - 1]) + PREFIX;
    }

    /** Returns where event {@code index} ends in {@link #bytes} (the first position after it). */
    public int end(int index) {
        if (index >= count) {
            throw new IndexOutOfBoundsException(index);
        }
        return ends[index];
    }

    /** Returns the live array, valid until the sink is next written to. */
    public byte[] bytes() {
        return sink.array();
    }

    /** Forgets all events and keeps the room. */
    public void reset() {
        count = 0;
        sink.reset();
        for (int i = 0; i < Layout.FRAME_HEADER_BYTES + PREFIX; i += Long.BYTES) {
            sink.u64(0);
        }
    }

    boolean hasOpenEvent() {
        return sink.length() != openStart();
    }

    private int openStart() {
        return (count == 0 ? Layout.FRAME_HEADER_BYTES : ends[count - 1]) + PREFIX;
    }
}
