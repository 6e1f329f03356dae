package dev.tallystick.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The writing side of the last segment. For the appending thread only. */
final class SegmentWriter implements Closeable {
    private static final int SLICE = 1 << 20;

    /**
     * A larger frame just grows the file: zeros would double the bytes written, which then costs more than the change of
     * size they avoid.
     */
    private static final int ZEROS_AHEAD_BELOW = 128 << 10;

    private final JournalFile data;
    private final JournalFile offsets;
    private final JournalOptions options;
    private final long firstEvent;
    private final ByteBuffer direct;
    private long end;
    private long allocated;

    private SegmentWriter(
            JournalFile data, JournalFile offsets, JournalOptions options, long firstEvent, ByteBuffer direct) {
        this.data = data;
        this.offsets = offsets;
        this.options = options;
        this.firstEvent = firstEvent;
        this.direct = direct;
    }

    /** Opens a segment to go on writing at {@code end}; from there to the end of the file stand zeros. */
    static SegmentWriter open(JournalFiles files, Segment segment, JournalOptions options, long end)
            throws IOException {
        return open(files, segment, options, end, ByteBuffer.allocateDirect(SLICE));
    }

    /** Opens the segment after this one, which is then only to be closed. */
    SegmentWriter next(JournalFiles files, Segment segment) throws IOException {
        return open(files, segment, options, Layout.SEGMENT_HEADER_BYTES, direct);
    }

    private static SegmentWriter open(
            JournalFiles files, Segment segment, JournalOptions options, long end, ByteBuffer direct)
            throws IOException {
        JournalFile data = files.openToWrite(segment.path());
        try {
            JournalFile offsets = files.openToWrite(segment.offsetsPath());
            SegmentWriter writer = new SegmentWriter(data, offsets, options, segment.firstEvent(), direct);
            writer.end = end;
            writer.allocated = data.size();
            return writer;
        } catch (IOException e) {
            data.close();
            throw e;
        }
    }

    /** Creates a segment durably: a crash leaves none of it or all of it. */
    static void create(JournalFiles files, Path folder, JournalId id, SegmentHeader header) throws IOException {
        DurableWrite.replace(files, folder, Layout.segmentName(header.firstEvent()), header.toBytes(id));
    }

    long firstEvent() {
        return firstEvent;
    }

    long end() {
        return end;
    }

    /** Tells whether the segment has events and would grow past its limit with {@code bytes} more. */
    boolean isFullFor(int bytes) {
        return end > Layout.SEGMENT_HEADER_BYTES && end + bytes > options.segmentBytes();
    }

    /** Writes a frame and makes it durable. */
    void append(byte[] frame, int length) throws IOException {
        write(frame, length, end);
        if (end + length > allocated && length < ZEROS_AHEAD_BELOW && options.preallocateBytes() > 0) {
            writeZeros(end + length);
        }
        data.force();
        end += length;
        allocated = Math.max(allocated, end);
    }

    private void write(byte[] bytes, int length, long position) throws IOException {
        for (int done = 0; done < length; ) {
            int slice = Math.min(SLICE, length - done);
            direct.clear().put(bytes, done, slice).flip();
            DurableWrite.all(data, direct, position + done);
            done += slice;
        }
    }

    /**
     * Writes zeros ahead, so that the next appends overwrite allocated blocks: fdatasync then need not commit a change of
     * the file's size and extents to the file system's own log.
     */
    private void writeZeros(long from) throws IOException {
        long to = Math.min(from + options.preallocateBytes(), options.segmentBytes());
        direct.clear();
        while (direct.hasRemaining()) {
            direct.putLong(0);
        }
        for (long at = from; at < to; ) {
            int slice = (int) Math.min(SLICE, to - at);
            DurableWrite.all(data, direct.clear().limit(slice), at);
            at += slice;
        }
        allocated = Math.max(from, to);
    }

    /** Writes the offsets-file entries of a frame that starts at {@code frameStart}; not durable, as they are derived. */
    void writeHints(EventBatch batch, long frameStart, long batchFirst) throws IOException {
        direct.clear();
        for (int i = 0; i < batch.count(); i++) {
            direct.putInt((int) (frameStart + batch.start(i) - Layout.EVENT_PREFIX_BYTES));
        }
        DurableWrite.all(offsets, direct.flip(), (batchFirst - firstEvent) * 4);
    }

    /** Writes the bytes of the last frame once more and makes them durable. */
    void writeAgain(byte[] frame, long position) throws IOException {
        write(frame, frame.length, position);
        data.force();
    }

    /** Cuts everything behind the last frame, durably. */
    void cut() throws IOException {
        if (data.size() > end) {
            data.truncate(end);
            data.force();
        }
        allocated = end;
    }

    /** Makes what the file holds durable. */
    void force() throws IOException {
        data.force();
    }

    @Override
    public void close() throws IOException {
        try (data) {
            offsets.close();
        }
    }
}
