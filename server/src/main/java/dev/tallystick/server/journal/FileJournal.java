package dev.tallystick.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A journal in the files of one folder; docs/formats/journal.md states them byte for byte.
 *
 * <p>The system calls of one {@link #append}, and what a crash after each means:
 *
 * <ol>
 *   <li>{@code pwrite} the frame behind the last one (into zeros written ahead, or growing the file; then also {@code
 *       pwrite} more zeros). A crash before or here: opening finds a torn frame and cuts it, or a whole one and keeps it.
 *       Nobody was told about the batch, so both are right.
 *   <li>{@code fdatasync}. A crash here: the same. After it, the batch is durable.
 *   <li>{@code pwrite} the batch's offsets, not synced. Lost or torn: they are derived, and checked at each use.
 *   <li>{@code pwrite} 32 bytes of {@code acknowledged}, not synced. A killed process loses none of it, so opening can tell
 *       an unfinished last frame from a damaged one. After a power failure an older number may stand there (the write is
 *       within one sector, so it is whole): the batch is still there, only damage to it would be taken for a torn tail.
 *       That, damage of the last frame together with a power failure, is the one thing this class cannot tell.
 *   <li>The number of the next event is published, and {@link #append} returns.
 * </ol>
 *
 * <p>Before a frame that would not fit, the segment is closed: {@code ftruncate} to its last frame, {@code fdatasync};
 * then the next begins: {@code pwrite} its header into a file with the ending {@code .new}, {@code fdatasync}, {@code
 * rename}, {@code fsync} of the folder. A crash anywhere leaves a journal that ends with the old segment, or with the new,
 * empty one.
 *
 * <p>Any error in these steps stops the journal for good. In particular an fsync is never repeated: after a failed one
 * Linux marks the pages clean, so the next one succeeds without having written them (Rebello et al., "Can Applications
 * Recover from fsync Failures?", USENIX ATC 2020; PostgreSQL's "fsyncgate", 2018). For the same reason opening writes a
 * last frame that was not acknowledged once more before it counts. That a rename needs an fsync of file and folder:
 * Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014. What no software can see is a disk that answers
 * "flushed" and was not.
 *
 * <p>Keeping two processes out of the folder is the caller's affair. The object keeps no event in memory; it holds up to two
 * open files for each segment that has been read.
 */
public final class FileJournal implements Journal {
    private final Path folder;
    private final JournalOptions options;
    private final JournalFiles files;
    private final OpenReport report;

    // Read by every thread.
    private volatile SegmentList segments;
    private volatile long nextEvent;

    // Guarded by writing, which is only ever contended by close().
    private final ReentrantLock writing = new ReentrantLock();
    private final JournalFile acknowledged;
    private final byte[] acknowledgedBytes = new byte[Acknowledged.BYTES];
    private final ByteBuffer acknowledgedBuffer = ByteBuffer.allocateDirect(Acknowledged.BYTES);
    private final int salt;
    private SegmentWriter writer;
    private @Nullable JournalStopped stopped;
    private boolean closed;

    private FileJournal(Path folder, JournalOptions options, JournalFiles files, JournalOpening.Opened opened) {
        this.folder = folder;
        this.options = options;
        this.files = files;
        this.segments = SegmentList.of(opened.segments());
        this.writer = opened.writer();
        this.acknowledged = opened.acknowledged();
        this.report = opened.report();
        this.nextEvent = report.nextEvent();
        this.salt = Layout.salt(options.id());
    }

    /**
     * Opens the journal in the folder, or creates it there.
     *
     * @throws JournalDamaged a file is not as it was written, and it is not a torn tail; nothing was cut
     * @throws JournalFormatUnknown a newer release wrote a file
     * @throws JournalUnreadable the medium reports an error
     */
    public static FileJournal open(Path folder, JournalOptions options, JournalFiles files) {
        try {
            return new FileJournal(folder, options, files, new JournalOpening(folder, options, files).open());
        } catch (IOException e) {
            throw new JournalUnreadable("Opening the journal in", folder, e);
        }
    }

    /** Returns what opening found and changed. */
    public OpenReport openReport() {
        return report;
    }

    /** The offsets files that did not lead to an event when it was read, and were written anew. */
    public List<Path> offsetsWrittenAnew() {
        return segments.offsetsWrittenAnew();
    }

    @Override
    public long nextEvent() {
        return nextEvent;
    }

    @Override
    public void append(long expectedNextEvent, EventBatch batch) {
        if (batch.count() == 0 || batch.hasOpenEvent()) {
            throw new IllegalArgumentException(
                    batch.count() == 0 ? "The batch has no event." : "The batch's last event was not ended.");
        }
        writing.lock();
        // A pending interrupt would make the platform close the file at the first write.
        boolean interrupted = Thread.interrupted();
        try {
            if (stopped != null) {
                throw stopped.again();
            }
            long first = nextEvent;
            if (expectedNextEvent != first) {
                throw new JournalConflict(expectedNextEvent, first);
            }
            store(first, batch);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            writing.unlock();
        }
    }

    private void store(long first, EventBatch batch) {
        int length = finishFrame(first, batch);
        try {
            if (writer.isFullFor(length)) {
                roll(first);
            }
            long frameStart = writer.end();
            writer.append(batch.bytes(), length);
            writer.writeHints(batch, frameStart, first);
            acknowledge(first + batch.count());
        } catch (IOException | RuntimeException | Error e) {
            // How much of it reached the disk is unknown, so nothing may be written behind it.
            JournalStopped stop = new JournalStopped(
                    String.format(
                            Locale.ROOT,
                            "Writing events from %d to the journal in %s failed: %s. No more is written until the journal"
                                    + " is opened again; check the disk and its free space first.",
                            first,
                            folder,
                            e),
                    e);
            stopped = stop;
            throw stop;
        }
        nextEvent = first + batch.count();
    }

    /** Fills in the room the batch left for prefixes and header. */
    private int finishFrame(long first, EventBatch batch) {
        byte[] bytes = batch.bytes();
        for (int i = 0; i < batch.count(); i++) {
            int start = batch.start(i);
            int length = batch.end(i) - start;
            Layout.putU32(bytes, start - 8, length);
            Layout.putU32(bytes, start - 4, Layout.eventCheck(salt, first + i, bytes, start, length));
        }
        int bodyBytes = batch.byteCount();
        int bodyCrc = Layout.crc(bytes, Layout.FRAME_HEADER_BYTES, bodyBytes);
        new FrameHeader(batch.count(), bodyBytes, first, bodyCrc).write(options.id(), bytes, 0);
        return Layout.FRAME_HEADER_BYTES + bodyBytes;
    }

    private void acknowledge(long next) throws IOException {
        Acknowledged.encode(options.id(), next, acknowledgedBytes);
        acknowledgedBuffer.clear().put(acknowledgedBytes).flip();
        DurableWrite.all(acknowledged, acknowledgedBuffer, 0);
    }

    private void roll(long first) throws IOException {
        writer.cut();
        SegmentHeader header = new SegmentHeader(first, writer.firstEvent(), writer.end());
        SegmentWriter.create(files, folder, options.id(), header);
        Segment segment = new Segment(files, folder, options.id(), first);
        SegmentWriter next = writer.next(files, segment);
        SegmentWriter full = writer;
        writer = next;
        segments = segments.with(segment);
        full.close();
    }

    @Override
    public void replay(long fromEvent, EventVisitor visitor) {
        // The limit first: the segments seen then hold all below it.
        long limit = nextEvent;
        segments.replay(fromEvent, limit, visitor);
    }

    @Override
    public StoredEvent read(long event) {
        long limit = nextEvent;
        return segments.read(event, limit);
    }

    @Override
    public void readAll(long[] events, EventVisitor visitor) {
        long limit = nextEvent;
        segments.readAll(events, limit, visitor);
    }

    @Override
    public void close() {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            boolean failed = stopped != null;
            stopped = new JournalStopped("The journal in " + folder + " is closed; open it again to write.", null);
            if (!failed) {
                writer.cut();
            }
        } catch (IOException e) {
            throw new JournalUnreadable("Closing the journal in", folder, e);
        } finally {
            closeFiles();
            writing.unlock();
        }
    }

    private void closeFiles() {
        try (SegmentWriter last = writer;
                JournalFile number = acknowledged) {
            segments.close();
        } catch (IOException e) {
            throw new JournalUnreadable("Closing the journal in", folder, e);
        }
    }
}
