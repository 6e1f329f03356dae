package dev.tallystick.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The reading side of one segment: its events at random. Thread-safe, also while the segment grows.
 *
 * <p>The offsets file beside it (four bytes an event, derived, never forced) is a hint only: every event carries a
 * checksum over its bytes, its number and the journal's id, so a hint that leads elsewhere is noticed, the segment is read
 * from its start, and the hints are written anew. What then still does not fit is damage.
 */
final class Segment implements Closeable {
    /** Fits a usual event with its prefix into the one read. */
    private static final int GUESS = 1024;

    private final JournalFiles files;
    private final JournalId id;
    private final int salt;
    private final long firstEvent;
    private final ReadFile data;
    private final ReadFile offsets;
    private volatile @Nullable FrameProblem damage;
    private volatile boolean hintsWrittenAnew;

    Segment(JournalFiles files, Path folder, JournalId id, long firstEvent) {
        this.files = files;
        this.id = id;
        this.salt = Layout.salt(id);
        this.firstEvent = firstEvent;
        String name = Layout.segmentName(firstEvent);
        this.data = new ReadFile(files, folder.resolve(name));
        this.offsets = new ReadFile(files, folder.resolve(name + Layout.OFFSETS_SUFFIX));
    }

    long firstEvent() {
        return firstEvent;
    }

    ReadFile data() {
        return data;
    }

    Path path() {
        return data.path();
    }

    Path offsetsPath() {
        return offsets.path();
    }

    /** Whether the offsets file did not lead to an event and was written anew. */
    boolean hintsWrittenAnew() {
        return hintsWrittenAnew;
    }

    FrameCursor cursor() {
        return new FrameCursor(id, data, firstEvent);
    }

    /**
     * Reads one event.
     *
     * @param event a durable event of this segment
     * @param limit up to which number the segment's events are durable
     */
    StoredEvent read(long event, long limit) throws IOException {
        byte[] bytes = tryHint(event);
        return new StoredEvent(event, bytes != null ? bytes : readFromStart(event, limit));
    }

    /** Reads the offsets of events from this one on; returns how many bytes, 0 where there are none. */
    int readOffsets(long event, byte[] target) {
        try {
            return offsets.read(target, 0, target.length, (event - firstEvent) * 4);
        } catch (IOException e) {
            // Missing or unreadable hints cost time, never an answer.
            return 0;
        }
    }

    /** Whether an event and its prefix are as they were written. */
    boolean isIntact(long event, byte[] bytes, int prefix, int start, int length) {
        return Layout.eventCheck(salt, event, bytes, start, length) == Layout.u32(bytes, prefix + 4);
    }

    private byte @Nullable [] tryHint(long event) throws IOException {
        byte[] hint = new byte[4];
        try {
            if (offsets.read(hint, 0, 4, (event - firstEvent) * 4) < 4) {
                return null;
            }
        } catch (IOException e) {
            // Missing or unreadable hints cost time, never an answer.
            return null;
        }
        return tryAt(event, Integer.toUnsignedLong(Layout.u32(hint, 0)));
    }

    private byte @Nullable [] tryAt(long event, long position) throws IOException {
        byte[] head = new byte[GUESS];
        int read = data.read(head, 0, GUESS, position);
        if (read <= Layout.EVENT_PREFIX_BYTES) {
            return null;
        }
        int length = Layout.u32(head, 0);
        if (length < 1 || length > EventBatch.MAX_BYTES) {
            return null;
        }
        long start = position + Layout.EVENT_PREFIX_BYTES;
        if (start + length > position + read && start + length > data.size()) {
            return null;
        }
        byte[] bytes = new byte[length];
        int known = Math.min(length, read - Layout.EVENT_PREFIX_BYTES);
        System.arraycopy(head, Layout.EVENT_PREFIX_BYTES, bytes, 0, known);
        if (known < length && data.read(bytes, known, length - known, start + known) < length - known) {
            return null;
        }
        return Layout.eventCheck(salt, event, bytes, 0, length) == Layout.u32(head, 4) ? bytes : null;
    }

    private synchronized byte[] readFromStart(long event, long limit) throws IOException {
        FrameProblem known = damage;
        if (known != null) {
            throw known.in(path());
        }
        long position = writeHints(event, limit);
        byte[] bytes = tryAt(event, position);
        if (bytes == null) {
            throw new JournalDamaged(
                    path(), position, "event " + event + " with its checksum", "an event whose checksum does not fit");
        }
        return bytes;
    }

    /** Reads the whole segment, writes the hints anew, and returns where {@code wanted} stands. */
    private long writeHints(long wanted, long limit) throws IOException {
        long found = -1;
        FrameCursor cursor = cursor();
        hintsWrittenAnew = true;
        try (HintWriter hints = new HintWriter(files, offsets.path())) {
            while (cursor.nextEvent() < limit) {
                FrameCursor.Step step = cursor.next();
                if (step != FrameCursor.Step.FRAME) {
                    damage = problem(cursor, step);
                    break;
                }
                hints.add(cursor);
                if (found < 0 && wanted < cursor.nextEvent()) {
                    found = cursor.eventPosition((int) (wanted - cursor.firstEvent()));
                }
            }
        }
        FrameProblem problem = damage;
        if (found < 0 && problem != null) {
            throw problem.in(path());
        }
        return found;
    }

    /** Describes why events are missing where the cursor stopped. */
    static FrameProblem problem(FrameCursor cursor, FrameCursor.Step step) {
        String expected = "a frame starting with event " + cursor.nextEvent();
        long at = cursor.frameEnd();
        return switch (step) {
            case BAD -> cursor.problem();
            case END -> new FrameProblem(at, expected, "the end of the file", at, false);
            case ZEROS -> new FrameProblem(at, expected, "zeros", at, false);
            case FRAME -> throw new IllegalStateException("An intact frame is no problem.");
        };
    }

    @Override
    public void close() throws IOException {
        try (data) {
            offsets.close();
        }
    }
}
