package dev.tallystick.server.log;

import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.ledger.event.EventEntry;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TiledTree;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.server.journal.EventVisitor;
import dev.tallystick.server.journal.Journal;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.StoredEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Brings a log up to its journal at a start, top to bottom: keys, stored head, derived files, and the proof that what was
 * signed last is a prefix of what is there now.
 */
final class LogOpening {
    private static final System.Logger LOG = System.getLogger(LogOpening.class.getName());

    /** Positions of the derived files that are compared with the journal; together some milliseconds. */
    private static final int SAMPLES = 100;

    private static final int CHUNK_ENTRIES = 8_192;
    private static final int CHUNK_BYTES = CHUNK_ENTRIES * LogEntry.LENGTH;

    private final PlaneLog.Place place;
    private final Journal journal;

    LogOpening(PlaneLog.Place place, Journal journal) {
        this.place = place;
        this.journal = journal;
    }

    /** What an opened log starts from; {@code stored} is null on the first start. */
    record Opened(LogKeys keys, TreeFiles tree, HeadFile headFile, SignedHead head) {}

    Opened open(JournalFiles files) throws IOException {
        // A first start, or one that a crash ended before the folder's format named the key: nothing was handed out.
        LogKeys keys = keys();
        boolean fresh = place.firstKey() == null && !Files.exists(place.folder().resolve(HeadFile.NAME));
        HeadFile.Content content = fresh ? null : stored(files, keys);

        // The files are derived: what is not surely as it was written is cut and written again from the journal.
        TreeFiles tree = TreeFiles.open(files, place.folder());
        try {
            long durable = content == null ? 0 : content.newest().durable();
            long usable = Math.min(Math.min(tree.wholeSize(), durable), journal.nextEvent());
            boolean whole = sampleFits(tree, usable) && entriesFit(tree, usable);
            tree.cut(whole ? usable : 0);
            catchUp(tree);
            if (content != null) {
                requirePrefix(content.newest().head(), tree, usable == 0 || !whole);
            }
            tree.force();

            // Recovered events may go beyond the stored head; the new one covers them before anybody can ask.
            SignedHead head = content != null && content.newest().head().head().size() == tree.size()
                    ? content.newest().head()
                    : SignedHead.sign(new TreeHead(place.origin(), tree.size(), tree.root()), keys.current());
            return new Opened(keys, tree, headFile(files, content, head), head);
        } catch (IOException | RuntimeException e) {
            tree.close();
            throw e;
        }
    }

    private static HeadFile open(JournalFiles files, PlaneLog.Place place, HeadFile.Content content)
            throws IOException {
        return HeadFile.open(files, place.folder(), content);
    }

    private HeadFile headFile(JournalFiles files, HeadFile.@Nullable Content content, SignedHead head)
            throws IOException {
        long size = head.head().size();
        if (content == null) {
            return HeadFile.create(files, place.folder(), head, size);
        }
        HeadFile opened = open(files, place, content);
        opened.write(head, size);
        if (content.damage() != null) {
            opened.write(head, size);
        }
        opened.force();
        return opened;
    }

    private LogKeys keys() throws IOException {
        if (Files.exists(LogKeys.file(place.folder()))) {
            LogKeys keys = LogKeys.read(place.folder());
            for (var key : keys.verifiers()) {
                if (!key.name().equals(place.origin())) {
                    throw new LogException("The key in " + LogKeys.file(place.folder()) + " is that of " + key.name()
                            + ", but this log is " + place.origin() + ". Restore this file from a copy of the folder.");
                }
            }
            return keys;
        }
        if (place.firstKey() != null) {
            throw new LogException("The log's secret key is missing: expected file " + LogKeys.file(place.folder())
                    + " with key " + place.firstKey()
                    + " or one it was rotated to. Without it nothing more can be signed, and another key would be"
                    + " another log. Restore the file from a copy of the folder.");
        }
        SignerKey made = LogKeys.generate(place.origin(), place.random());
        LogKeys keys = LogKeys.of(made);
        keys.write(place.folder());
        return keys;
    }

    private HeadFile.Content stored(JournalFiles files, LogKeys keys) throws IOException {
        if (!Files.exists(place.folder().resolve(HeadFile.NAME))) {
            throw new LogException("The log's head is missing: expected file "
                    + place.folder().resolve(HeadFile.NAME)
                    + ". It tells how far the log was signed and must not be made anew. Restore it from a copy of the"
                    + " folder.");
        }
        HeadFile.Content content = HeadFile.read(files, place.folder());
        if (content.damage() != null) {
            LOG.log(
                    Level.WARNING,
                    "One of two copies of the log''s head is damaged and is written anew: {0}",
                    content.damage());
        }
        SignedHead head = content.newest().head();
        try {
            head.verify(keys.verifiers());
        } catch (NoteException e) {
            throw new LogException(
                    "The stored head of log " + place.origin() + " was not signed with the stored key: "
                            + e.getMessage() + " Restore the log folder " + place.folder() + " from a complete copy.",
                    e);
        }
        if (head.head().size() > journal.nextEvent()) {
            CompactRange whole = new CompactRange();
            ByteSink sink = new ByteSink(LogEntry.LENGTH);
            journal.replay(0, (number, buffer, offset, length) -> {
                sink.reset();
                EventEntry.append(EventCodec.decode(buffer, offset, length), buffer, offset, length, sink);
                whole.appendEntry(sink.array(), 0, sink.length());
            });
            throw rolledBack(head, whole.size(), whole.root());
        }
        return content;
    }

    private LogException rolledBack(SignedHead head, long size, Hash root) {
        return new LogException("The log " + place.origin() + " was signed at size "
                + head.head().size()
                + " with root " + head.head().root() + ", but the journal has " + journal.nextEvent()
                + " events, and its tree of size " + size + " has root " + root
                + ". The journal was restored from an older copy or changed. Serving it would show two histories:"
                + " restore the newest complete copy of the data folder. Deleting the log folder does not help; heads"
                + " that were handed out stay with those who have them.");
    }

    /** Whether the last entry and a sample of the others are those of the journal's events. */
    private boolean sampleFits(TreeFiles tree, long usable) {
        ByteSink sink = new ByteSink(LogEntry.LENGTH);
        for (int i = 0; i <= SAMPLES && usable > 0; i++) {
            long number = (usable - 1) / SAMPLES * i + (i == SAMPLES ? (usable - 1) % SAMPLES : 0);
            StoredEvent stored = journal.read(number);
            byte[] bytes = stored.bytes();
            sink.reset();
            EventEntry.append(EventCodec.decode(bytes, 0, bytes.length), bytes, 0, bytes.length, sink);
            byte[] found = tree.entries(number, 1);
            if (!Arrays.equals(found, sink.toBytes())) {
                LOG.log(
                        Level.WARNING,
                        "The entry of event {0} in {1} is not that of the journal; the log''s derived files are written"
                                + " again.",
                        number,
                        place.folder());
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the entries hash to the tree that is kept beside them: else proofs of the one would not fit the other. Reads all of
     * them, some millions a second.
     */
    private boolean entriesFit(TreeFiles tree, long usable) {
        CompactRange range = new CompactRange();
        for (long first = 0; first < usable; first += CHUNK_ENTRIES) {
            int count = (int) Math.min(CHUNK_ENTRIES, usable - first);
            byte[] entries = tree.entries(first, count);
            for (int i = 0; i < count; i++) {
                range.appendEntry(entries, i * LogEntry.LENGTH, LogEntry.LENGTH);
            }
        }
        boolean fit = usable == 0 || range.root().equals(new TiledTree(tree.wholeSize(), tree).root(usable));
        if (!fit) {
            LOG.log(
                    Level.WARNING,
                    "The entries in {0} do not hash to the tree beside them; the log''s derived files are written again.",
                    place.folder());
        }
        return fit;
    }

    private void catchUp(TreeFiles tree) {
        ByteSink sink = new ByteSink(CHUNK_BYTES + LogEntry.LENGTH);
        journal.replay(tree.size(), new EventVisitor() {
            @Override
            public void event(long number, byte[] buffer, int offset, int length) {
                EventEntry.append(EventCodec.decode(buffer, offset, length), buffer, offset, length, sink);
                if (sink.length() >= CHUNK_BYTES) {
                    append(tree, sink);
                }
            }
        });
        append(tree, sink);
    }

    private static void append(TreeFiles tree, ByteSink sink) {
        try {
            tree.append(sink.array(), sink.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sink.reset();
    }

    /** What was signed must be what the journal begins with. */
    private void requirePrefix(SignedHead head, TreeFiles tree, boolean rebuilt) throws IOException {
        long size = head.head().size();
        Hash found = new TiledTree(tree.size(), tree).root(size);
        if (!found.equals(head.head().root()) && !rebuilt) {
            LOG.log(
                    Level.WARNING,
                    "The derived files in {0} do not give the signed root and are written again.",
                    place.folder());
            tree.cut(0);
            catchUp(tree);
            found = new TiledTree(tree.size(), tree).root(size);
        }
        if (!found.equals(head.head().root())) {
            throw rolledBack(head, size, found);
        }
    }
}
