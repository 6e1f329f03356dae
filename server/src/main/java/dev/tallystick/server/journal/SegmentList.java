package dev.tallystick.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The segments of a journal, oldest first, and the reading across them. Immutable; a longer list takes its place when a
 * segment is added. Readers say up to which event the journal is durable, a number they read before they took the list.
 */
final class SegmentList implements Closeable {
    private final Segment[] segments;

    private SegmentList(Segment[] segments) {
        this.segments = segments;
    }

    static SegmentList of(List<Segment> segments) {
        return new SegmentList(segments.toArray(Segment[]::new));
    }

    /** These and one more. */
    SegmentList with(Segment segment) {
        Segment[] more = Arrays.copyOf(segments, segments.length + 1);
        more[segments.length] = segment;
        return new SegmentList(more);
    }

    List<Path> offsetsWrittenAnew() {
        return Stream.of(segments)
                .filter(Segment::hintsWrittenAnew)
                .map(Segment::offsetsPath)
                .toList();
    }

    void replay(long fromEvent, long limit, EventVisitor visitor) {
        if (fromEvent < 0 || fromEvent > limit) {
            throw new IndexOutOfBoundsException("Expected an event from 0 to " + limit + ", found " + fromEvent + ".");
        }
        for (int i = indexOf(fromEvent); i < segments.length && segments[i].firstEvent() < limit; i++) {
            long end = i + 1 < segments.length ? Math.min(limit, segments[i + 1].firstEvent()) : limit;
            replay(segments[i], fromEvent, end, visitor);
        }
    }

    private static void replay(Segment segment, long fromEvent, long limit, EventVisitor visitor) {
        FrameCursor cursor = segment.cursor();
        while (cursor.nextEvent() < limit) {
            FrameCursor.Step step;
            try {
                step = cursor.next();
            } catch (IOException e) {
                throw new JournalUnreadable("Reading", segment.path(), e);
            }
            if (step != FrameCursor.Step.FRAME) {
                throw Segment.problem(cursor, step).in(segment.path());
            }
            if (cursor.nextEvent() > fromEvent) {
                cursor.visit(fromEvent, visitor);
            }
        }
    }

    StoredEvent read(long event, long limit) {
        if (event < 0 || event >= limit) {
            throw new IndexOutOfBoundsException(
                    "Expected an event from 0 to " + (limit - 1) + ", found " + event + ".");
        }
        int index = indexOf(event);
        long end = index + 1 < segments.length ? Math.min(limit, segments[index + 1].firstEvent()) : limit;
        try {
            return segments[index].read(event, end);
        } catch (IOException e) {
            throw new JournalUnreadable("Reading", segments[index].path(), e);
        }
    }

    void readAll(long[] events, long limit, EventVisitor visitor) {
        int index = -1;
        long end = 0;
        SegmentRun run = null;
        for (long event : events) {
            if (event < 0 || event >= limit) {
                throw new IndexOutOfBoundsException(
                        "Expected an event from 0 to " + (limit - 1) + ", found " + event + ".");
            }
            if (run == null || event >= end || event < segments[index].firstEvent()) {
                index = indexOf(event);
                end = index + 1 < segments.length ? Math.min(limit, segments[index + 1].firstEvent()) : limit;
                run = new SegmentRun(segments[index], end);
            }
            try {
                run.visit(event, visitor);
            } catch (IOException e) {
                throw new JournalUnreadable("Reading", segments[index].path(), e);
            }
        }
    }

    private int indexOf(long event) {
        int low = 0;
        int high = segments.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments[middle].firstEvent() <= event) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments) {
            segment.close();
        }
    }
}
