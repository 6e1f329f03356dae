package dev.tallystick.server.log;

import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.ledger.event.EventEntry;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TiledTree;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.server.journal.EventVisitor;
import dev.tallystick.server.journal.Journal;
import dev.tallystick.server.journal.StoredEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Arrays;

/** The derived files of a log against the journal they come from: whether they fit it, and what they lack. Used while a log opens. */
final class TreeFilling {
    private static final System.Logger LOG = System.getLogger(TreeFilling.class.getName());

    /** Positions of the derived files that are compared with the journal; together some milliseconds. */
    private static final int SAMPLES = 100;

    private static final int CHUNK_ENTRIES = 8_192;
    private static final int CHUNK_BYTES = CHUNK_ENTRIES * LogEntry.LENGTH;

    private final TreeFiles tree;
    private final Journal journal;
    private final Path folder;

    TreeFilling(TreeFiles tree, Journal journal, Path folder) {
        this.tree = tree;
        this.journal = journal;
        this.folder = folder;
    }

    /** Whether the first {@code usable} entries are those of the journal, by a sample, and hash to the tree beside them. */
    boolean fitsUpTo(long usable) {
        return sampleFits(usable) && entriesFit(usable);
    }

    /** Whether the last entry and a sample of the others are those of the journal's events. */
    private boolean sampleFits(long usable) {
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
                        folder);
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the entries hash to the tree that is kept beside them: else proofs of the one would not fit the other. Reads all of
     * them, some millions a second.
     */
    private boolean entriesFit(long usable) {
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
                    folder);
        }
        return fit;
    }

    /** Appends what the journal has beyond the files. */
    void catchUp() {
        ByteSink sink = new ByteSink(CHUNK_BYTES + LogEntry.LENGTH);
        journal.replay(tree.size(), new EventVisitor() {
            @Override
            public void event(long number, byte[] buffer, int offset, int length) {
                EventEntry.append(EventCodec.decode(buffer, offset, length), buffer, offset, length, sink);
                if (sink.length() >= CHUNK_BYTES) {
                    append(sink);
                }
            }
        });
        append(sink);
    }

    private void append(ByteSink sink) {
        try {
            tree.append(sink.array(), sink.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sink.reset();
    }
}
