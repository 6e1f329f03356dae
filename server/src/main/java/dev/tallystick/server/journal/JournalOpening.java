package dev.tallystick.server.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds out what a journal's folder holds, puts right what a crash may leave behind, and refuses everything else.
 *
 * <p>What a crash may leave: unfinished files ({@code .new}), zeros written ahead, one unfinished frame at the very end
 * that was never acknowledged, and stale or missing derived files. Only the last segment is read; of the others the headers
 * and lengths are compared, since each header states the length of the segment before it.
 */
final class JournalOpening {
    private static final Pattern SEGMENT = Pattern.compile("00[0-9]{18}\\" + Layout.SEGMENT_SUFFIX);

    private final Path folder;
    private final JournalOptions options;
    private final JournalFiles files;
    private final List<String> repairs = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private long cutBytes;

    JournalOpening(Path folder, JournalOptions options, JournalFiles files) {
        this.folder = folder;
        this.options = options;
        this.files = files;
    }

    /** What opening yields. */
    record Opened(List<Segment> segments, SegmentWriter writer, JournalFile acknowledged, OpenReport report) {}

    Opened open() throws IOException {
        createFolder();
        deleteUnfinished();
        Acknowledged acknowledged = Acknowledged.read(files, folder, options.id());
        List<Long> starts = segmentStarts();
        if (starts.isEmpty()) {
            createFirst(acknowledged);
            starts = segmentStarts();
            acknowledged = Acknowledged.read(files, folder, options.id());
        }
        try {
            checkChain(starts);
            return openLast(acknowledged);
        } catch (IOException | RuntimeException e) {
            for (Segment segment : segments) {
                segment.close();
            }
            throw e;
        }
    }

    private void createFolder() throws IOException {
        files.createFolder(folder);
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            files.forceFolder(parent);
        }
    }

    private void deleteUnfinished() throws IOException {
        for (String name : files.list(folder)) {
            if (name.endsWith(Layout.UNFINISHED_SUFFIX)) {
                files.delete(folder.resolve(name));
                repairs.add("Deleted " + name + ", which was never finished.");
            }
        }
    }

    private List<Long> segmentStarts() throws IOException {
        return files.list(folder).stream()
                .filter(name -> SEGMENT.matcher(name).matches())
                .map(name -> Long.valueOf(name.substring(0, name.length() - Layout.SEGMENT_SUFFIX.length())))
                .sorted()
                .toList();
    }

    private void createFirst(Acknowledged acknowledged) throws IOException {
        Path first = folder.resolve(Layout.segmentName(0));
        switch (acknowledged) {
            case Acknowledged.Known(long next) when next == 0 -> {}
            case Acknowledged.Known(long next) ->
                throw new JournalDamaged(first, 0, "the segments of " + next + " acknowledged events", "no segment");
            case Acknowledged.Unreadable unreadable ->
                throw new JournalDamaged(
                        folder.resolve(Layout.ACKNOWLEDGED),
                        unreadable.offset(),
                        unreadable.expected(),
                        unreadable.found());
            case Acknowledged.Missing _ -> replaceAcknowledged(0);
        }
        SegmentWriter.create(files, folder, options.id(), new SegmentHeader(0, 0, 0));
    }

    private void checkChain(List<Long> starts) throws IOException {
        long previousFirst = 0;
        long previousBytes = 0;
        for (long start : starts) {
            Segment segment = new Segment(files, folder, options.id(), start);
            segments.add(segment);
            SegmentHeader header = SegmentHeader.read(segment.data(), options.id(), start);
            if (header.previousFirst() != previousFirst || header.previousBytes() != previousBytes) {
                throw new JournalDamaged(
                        folder.resolve(Layout.segmentName(header.previousFirst())),
                        Math.min(header.previousBytes(), previousBytes),
                        "a segment of " + header.previousBytes() + " bytes before segment " + start,
                        segments.size() == 1 ? "none" : "segment " + previousFirst + " of " + previousBytes + " bytes");
            }
            if (segments.size() == 1 && start != 0) {
                throw new JournalDamaged(folder.resolve(Layout.segmentName(0)), 0, "the first segment", "none");
            }
            previousFirst = start;
            previousBytes = segment.data().size();
        }
    }

    private Opened openLast(Acknowledged acknowledged) throws IOException {
        Segment last = segments.getLast();
        FrameCursor cursor = last.cursor();
        FrameCursor.Step step = cursor.next();
        try (HintWriter hints = new HintWriter(files, last.offsetsPath())) {
            while (step == FrameCursor.Step.FRAME) {
                hints.add(cursor);
                step = cursor.next();
            }
            hints.finish();
            if (hints.changed()) {
                repairs.add("Wrote " + last.offsetsPath() + " anew; it did not lead to the events.");
            }
        }
        boolean torn = decideTail(last, cursor, step, acknowledged);
        return finish(last, cursor, torn, acknowledged);
    }

    /** Returns whether a torn tail is to be cut; refuses every other flaw. */
    private boolean decideTail(Segment last, FrameCursor cursor, FrameCursor.Step step, Acknowledged acknowledged)
            throws IOException {
        long end = cursor.frameEnd();
        boolean clean = step == FrameCursor.Step.END
                || (step == FrameCursor.Step.ZEROS && FrameCursor.onlyZeros(last.data(), end));
        FrameProblem problem = Segment.problem(cursor, step);
        if (acknowledged instanceof Acknowledged.Known(long next) && next > cursor.nextEvent()) {
            throw new JournalDamaged(
                    last.path(),
                    problem.offset(),
                    problem.expected() + " (events up to " + (next - 1) + " were acknowledged)",
                    problem.found());
        }
        if (clean) {
            return false;
        }
        boolean tearable = problem.tearable() || step == FrameCursor.Step.ZEROS;
        if (!tearable
                || FrameCursor.findHeader(options.id(), last.data(), problem.resumeAt(), cursor.nextEvent() + 1) >= 0) {
            throw problem.in(last.path());
        }
        switch (acknowledged) {
            case Acknowledged.Known _ -> {}
            case Acknowledged.Missing _ -> throw unknowable(last, problem, "no such file");
            case Acknowledged.Unreadable unreadable ->
                throw unknowable(last, problem, unreadable.found() + " instead of " + unreadable.expected());
        }
        return true;
    }

    private JournalDamaged unknowable(Segment last, FrameProblem problem, String found) {
        return new JournalDamaged(
                folder.resolve(Layout.ACKNOWLEDGED),
                0,
                "the number of acknowledged events, to tell an unfinished batch from a damaged one at offset "
                        + problem.offset() + " of " + last.path(),
                found);
    }

    private Opened finish(Segment last, FrameCursor cursor, boolean torn, Acknowledged acknowledged)
            throws IOException {
        long next = cursor.nextEvent();
        long known = acknowledged instanceof Acknowledged.Known(long number) ? number : -1;
        SegmentWriter writer = SegmentWriter.open(files, last, options, cursor.frameEnd());
        try {
            if (torn) {
                cutBytes = last.data().size() - cursor.frameEnd();
                writer.cut();
                repairs.add(String.format(
                        Locale.ROOT,
                        "Cut %d bytes of an unfinished batch, which was never acknowledged, off %s at offset %d.",
                        cutBytes,
                        last.path(),
                        cursor.frameEnd()));
            }
            if (known < next) {
                makeLastFrameDurable(last, cursor, writer);
            }
            if (known < 0) {
                repairs.add("Wrote the file " + Layout.ACKNOWLEDGED + " anew; it was missing or damaged.");
            }
            if (known != next) {
                replaceAcknowledged(next);
            }
            JournalFile acknowledgedFile = files.openToWrite(folder.resolve(Layout.ACKNOWLEDGED));
            long unacknowledged = known < 0 ? 0 : next - known;
            return new Opened(
                    List.copyOf(segments),
                    writer,
                    acknowledgedFile,
                    new OpenReport(next, segments.size(), cutBytes, unacknowledged, List.copyOf(repairs)));
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /**
     * The last frame's fsync may have failed before the restart: Linux then marks the pages clean, so they can be read
     * although the disk does not hold them, and another fsync alone would write nothing. Writing them again does.
     */
    private static void makeLastFrameDurable(Segment last, FrameCursor cursor, SegmentWriter writer)
            throws IOException {
        if (cursor.frameStart() == 0) {
            writer.force();
            return;
        }
        byte[] frame = new byte[(int) (cursor.frameEnd() - cursor.frameStart())];
        int read = last.data().read(frame, 0, frame.length, cursor.frameStart());
        if (read < frame.length) {
            throw new IOException("Expected " + frame.length + " bytes, read " + read + ".");
        }
        writer.writeAgain(frame, cursor.frameStart());
    }

    private void replaceAcknowledged(long nextEvent) throws IOException {
        byte[] content = new byte[Acknowledged.BYTES];
        Acknowledged.encode(options.id(), nextEvent, content);
        DurableWrite.replace(files, folder, Layout.ACKNOWLEDGED, content);
    }
}
