package dev.tallystick.server.journal;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the frames of a segment one after the other and checks each. For one thread. */
final class FrameCursor {
    /** What {@link #next} found. */
    enum Step {
        /** An intact frame; the accessors describe it. */
        FRAME,
        /** The end of the file, right behind the last frame. */
        END,
        /** Zeros instead of a frame, as written ahead of the data; whether there are only zeros was not looked at. */
        ZEROS,
        /** Something else; see {@link #problem}. */
        BAD
    }

    private static final int WINDOW = 1 << 20;
    private static final byte[] NO_BYTES = new byte[WINDOW];

    private final JournalId id;
    private final ReadFile file;
    private byte[] window = {};
    private long windowStart;
    private int windowBytes;

    private long frameStart;
    private long frameEnd = Layout.SEGMENT_HEADER_BYTES;
    private long firstEvent;
    private long nextEvent;
    private int[] starts = new int[1024];
    private int bodyEnd;
    private @Nullable FrameProblem problem;

    /** Makes one that stands before the first frame of a segment. */
    FrameCursor(JournalId id, ReadFile file, long firstEvent) {
        this.id = id;
        this.file = file;
        this.firstEvent = firstEvent;
        this.nextEvent = firstEvent;
    }

    /** Moves to the next frame; after anything but {@link Step#FRAME} it stays where it is. */
    Step next() throws IOException {
        long at = frameEnd;
        int available = load(at, Layout.FRAME_HEADER_BYTES);
        int index = (int) (at - windowStart);
        if (available == 0) {
            return Step.END;
        }
        if (Layout.allZero(window, index, available)) {
            return Step.ZEROS;
        }
        if (available < Layout.FRAME_HEADER_BYTES) {
            return bad(
                    at,
                    "a frame header of 32 bytes",
                    "the end of the file after " + available + " bytes",
                    at + 1,
                    true);
        }
        if (!FrameHeader.isIntact(id, window, index)) {
            return bad(at, "an intact frame header of journal " + id, describe(index), at + 1, true);
        }
        FrameHeader header = FrameHeader.parse(file.path(), window, index);
        if (header == null) {
            return bad(at, "a frame header with numbers in range", describe(index), at + 1, false);
        }
        if (header.firstEvent() != nextEvent) {
            return bad(
                    at,
                    "a frame starting with event " + nextEvent,
                    "one starting with " + header.firstEvent(),
                    at,
                    false);
        }
        return body(at, header);
    }

    private Step body(long at, FrameHeader header) throws IOException {
        long bodyAt = at + Layout.FRAME_HEADER_BYTES;
        int available = load(bodyAt, header.bodyBytes());
        int index = (int) (bodyAt - windowStart);
        if (available < header.bodyBytes()) {
            return bad(
                    bodyAt,
                    header.bodyBytes() + " bytes of events",
                    "the end of the file after " + available + " bytes",
                    bodyAt + available,
                    true);
        }
        int crc = Layout.crc(window, index, header.bodyBytes());
        if (crc != header.bodyCrc()) {
            return bad(
                    bodyAt,
                    header.bodyBytes() + " bytes of events with checksum " + Layout.hex(header.bodyCrc()),
                    "bytes with checksum " + Layout.hex(crc),
                    bodyAt + header.bodyBytes(),
                    true);
        }
        bodyEnd = index + header.bodyBytes();
        if (!findStarts(index, header.count())) {
            return bad(bodyAt, header.count() + " events that fill the frame", "other lengths", bodyAt, false);
        }
        frameStart = at;
        frameEnd = bodyAt + header.bodyBytes();
        firstEvent = header.firstEvent();
        nextEvent = firstEvent + header.count();
        return Step.FRAME;
    }

    private boolean findStarts(int bodyIndex, int count) {
        if (starts.length <= count) {
            starts = new int[Math.max(count + 1, 2 * starts.length)];
        }
        long at = bodyIndex;
        for (int i = 0; i < count; i++) {
            starts[i] = (int) at;
            if (at + Layout.EVENT_PREFIX_BYTES >= bodyEnd) {
                return false;
            }
            long length = Integer.toUnsignedLong(Layout.u32(window, (int) at));
            at += Layout.EVENT_PREFIX_BYTES + length;
            if (length == 0 || at > bodyEnd) {
                return false;
            }
        }
        starts[count] = bodyEnd;
        return at == bodyEnd;
    }

    /** Hands the frame's events from {@code fromEvent} on to the visitor. */
    void visit(long fromEvent, EventVisitor visitor) {
        int count = count();
        for (int i = (int) Math.max(0, fromEvent - firstEvent); i < count; i++) {
            int start = starts[i] + Layout.EVENT_PREFIX_BYTES;
            visitor.event(firstEvent + i, window, start, starts[i + 1] - start);
        }
        visitor.endOfBatch(nextEvent);
    }

    int count() {
        return (int) (nextEvent - firstEvent);
    }

    long firstEvent() {
        return firstEvent;
    }

    /** The number after the last intact frame's last event. */
    long nextEvent() {
        return nextEvent;
    }

    long frameStart() {
        return frameStart;
    }

    /** Where the last intact frame ends, or the segment's header if there is none. */
    long frameEnd() {
        return frameEnd;
    }

    /** Where in the file the prefix of the frame's {@code index}th event stands. */
    long eventPosition(int index) {
        return windowStart + starts[index];
    }

    FrameProblem problem() {
        FrameProblem found = problem;
        if (found == null) {
            throw new IllegalStateException("The last step found no problem.");
        }
        return found;
    }

    private Step bad(long offset, String expected, String found, long resumeAt, boolean tearable) {
        problem = new FrameProblem(offset, expected, found, resumeAt, tearable);
        return Step.BAD;
    }

    private String describe(int index) {
        return "bytes starting " + Layout.hex(Layout.u32(window, index));
    }

    /** Makes {@code bytes} bytes from {@code position} stand in the window, or as many as there are; returns how many. */
    private int load(long position, int bytes) throws IOException {
        int index = (int) (position - windowStart);
        int kept = Math.max(0, windowBytes - index);
        if (kept >= bytes) {
            return bytes;
        }
        byte[] target = bytes > window.length ? new byte[roomFor(bytes, position)] : window;
        if (kept > 0) {
            System.arraycopy(window, index, target, 0, kept);
        }
        window = target;
        windowStart = position;
        windowBytes = kept + file.read(window, kept, window.length - kept, position + kept);
        return Math.min(bytes, windowBytes);
    }

    /** Small files get small windows, as opening a small journal should cost little. */
    private int roomFor(int bytes, long position) throws IOException {
        return bytes + (int) Math.max(0, Math.min(WINDOW, file.size() - position - bytes));
    }

    /** Finds the first later header of this journal at or after {@code from}; -1 if there is none to the end of the file. */
    static long findHeader(JournalId id, ReadFile file, long from, long minimumFirstEvent) throws IOException {
        byte[] buffer = new byte[WINDOW];
        long position = from;
        while (true) {
            int bytes = file.read(buffer, 0, buffer.length, position);
            for (int i = 0; i + Layout.FRAME_HEADER_BYTES <= bytes; i++) {
                if (buffer[i] == (byte) 0xff
                        && FrameHeader.isIntact(id, buffer, i)
                        && Layout.u64(buffer, i + 16) >= minimumFirstEvent) {
                    return position + i;
                }
            }
            if (bytes < buffer.length) {
                return -1;
            }
            position += bytes - Layout.FRAME_HEADER_BYTES + 1;
        }
    }

    /** Says whether the file holds nothing but zeros from {@code from} on. */
    static boolean onlyZeros(ReadFile file, long from) throws IOException {
        byte[] buffer = new byte[WINDOW];
        long position = from;
        while (true) {
            int bytes = file.read(buffer, 0, buffer.length, position);
            if (Arrays.mismatch(buffer, 0, bytes, NO_BYTES, 0, bytes) >= 0) {
                return false;
            }
            if (bytes < buffer.length) {
                return true;
            }
            position += bytes;
        }
    }
}
