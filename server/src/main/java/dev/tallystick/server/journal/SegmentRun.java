package dev.tallystick.server.journal;

import java.io.IOException;

/**
 * Reads many events of one segment in order, with reads that grow as long as the events stand close together. Events far
 * apart cost a small read each, as if read one by one. For one use by one thread.
 */
final class SegmentRun {
    /** Fits a usual event with its prefix. */
    private static final int SMALL = 1 << 10;

    private static final int LARGE = 256 << 10;

    /** Events no further apart than this are read together with what is between them. */
    private static final int NEAR = 16 << 10;

    /** Offsets read at a time, four bytes each. */
    private static final int OFFSETS = 1 << 12;

    private static final int OFFSET_BYTES = 4;

    private final Segment segment;
    private final long limit;
    private final byte[] offsets = new byte[OFFSETS * OFFSET_BYTES];
    private long firstOffset;
    private int offsetBytes;

    private byte[] window = new byte[SMALL];
    private long windowStart;
    private int windowBytes;
    private int wanted = SMALL;

    /** Events below {@code limit} are durable. */
    SegmentRun(Segment segment, long limit) {
        this.segment = segment;
        this.limit = limit;
    }

    /** Hands one event to the visitor; each call asks for a later one than the call before. */
    void visit(long event, EventVisitor visitor) throws IOException {
        long position = position(event);
        int length = position < 0 ? -1 : load(position);
        if (length > 0) {
            int prefix = (int) (position - windowStart);
            int start = prefix + Layout.EVENT_PREFIX_BYTES;
            if (segment.isIntact(event, window, prefix, start, length)) {
                visitor.event(event, window, start, length);
                return;
            }
        }
        // The offset leads nowhere: the slow way finds the event, or finds it damaged.
        byte[] bytes = segment.read(event, limit).bytes();
        visitor.event(event, bytes, 0, bytes.length);
    }

    private long position(long event) {
        if (event < firstOffset || event >= firstOffset + offsetBytes / OFFSET_BYTES) {
            firstOffset = event;
            offsetBytes = segment.readOffsets(event, offsets);
            if (offsetBytes < OFFSET_BYTES) {
                return -1;
            }
        }
        return Integer.toUnsignedLong(Layout.u32(offsets, (int) (event - firstOffset) * OFFSET_BYTES));
    }

    /** Makes the event at the position stand in the window; returns its length, or -1 if no event can be there. */
    private int load(long position) throws IOException {
        long windowEnd = windowStart + windowBytes;
        if (position < windowStart || position + Layout.EVENT_PREFIX_BYTES > windowEnd) {
            boolean near = position >= windowStart && position < windowEnd + NEAR;
            wanted = near ? Math.min(LARGE, wanted * 2) : SMALL;
            fill(position, wanted);
        }
        if (windowStart + windowBytes < position + Layout.EVENT_PREFIX_BYTES) {
            return -1;
        }
        int length = Layout.u32(window, (int) (position - windowStart));
        if (length < 1 || length > EventBatch.MAX_BYTES) {
            return -1;
        }
        long end = position + Layout.EVENT_PREFIX_BYTES + length;
        if (end > windowStart + windowBytes) {
            fill(position, Math.max(wanted, Layout.EVENT_PREFIX_BYTES + length));
        }
        return end > windowStart + windowBytes ? -1 : length;
    }

    private void fill(long position, int bytes) throws IOException {
        if (window.length < bytes) {
            window = new byte[bytes];
        }
        windowStart = position;
        windowBytes = segment.data().read(window, 0, bytes, position);
    }
}
