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
import dev.tallystick.server.journal.Journal;
import dev.tallystick.server.journal.JournalFiles;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * Brings a log up to its journal at a start, top to bottom: keys, stored head, derived files, and the proof that what was
 * signed last is a prefix of what is there now.
 */
final class LogOpening {
    private static final System.Logger LOG = System.getLogger(LogOpening.class.getName());

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
            TreeFilling filling = new TreeFilling(tree, journal, place.folder());
            boolean whole = filling.fitsUpTo(usable);
            tree.cut(whole ? usable : 0);
            filling.catchUp();
            if (content != null) {
                requirePrefix(content.newest().head(), tree, filling, usable == 0 || !whole);
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

    /** What was signed must be what the journal begins with. */
    private void requirePrefix(SignedHead head, TreeFiles tree, TreeFilling filling, boolean rebuilt)
            throws IOException {
        long size = head.head().size();
        Hash found = new TiledTree(tree.size(), tree).root(size);
        if (!found.equals(head.head().root()) && !rebuilt) {
            LOG.log(
                    Level.WARNING,
                    "The derived files in {0} do not give the signed root and are written again.",
                    place.folder());
            tree.cut(0);
            filling.catchUp();
            found = new TiledTree(tree.size(), tree).root(size);
        }
        if (!found.equals(head.head().root())) {
            throw rolledBack(head, size, found);
        }
    }
}
