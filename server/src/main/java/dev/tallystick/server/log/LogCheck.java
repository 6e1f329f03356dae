package dev.tallystick.server.log;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.EventEntry;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.ReadFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a log that no server uses, event by event beside a replay of its journal: every entry, every stored hash, the
 * stored heads and their signatures, and the keys. Changes nothing. Rows that the head does not call durable are not
 * trusted by a start either, so they are passed over.
 */
public final class LogCheck implements Closeable {
    private final PlaneLog.Place place;
    private final JournalFiles files;
    private final CompactRange range = new CompactRange();
    private final ByteSink entry = new ByteSink(LogEntry.LENGTH);
    private final List<Rows> rows = new ArrayList<>();
    private final List<SignedHead> heads = new ArrayList<>();
    private @Nullable LogKeys keys;
    private @Nullable String damage;
    private @Nullable String repair;
    private long durable;

    /** Prepares a check; nothing is read yet. */
    public LogCheck(PlaneLog.Place place, JournalFiles files) {
        this.place = place;
        this.files = files;
    }

    /** One derived file, read in steps beside the replay. */
    private static final class Rows implements Closeable {
        private static final int CHUNK = 4_096;

        private final ReadFile file;
        private final int rowBytes;
        private final byte[] chunk;
        private final boolean missing;
        private long chunkFirst;
        private int chunkRows;

        Rows(JournalFiles files, Path path, int rowBytes) {
            this.file = new ReadFile(files, path);
            this.rowBytes = rowBytes;
            this.chunk = new byte[CHUNK * rowBytes];
            this.missing = !Files.exists(path);
        }

        /** The place where row {@code number} is not these bytes, or null; a file that is missing will be made anew. */
        @Nullable
        String difference(long number, byte[] expected, int offset) throws IOException {
            if (missing) {
                return null;
            }
            if (number < chunkFirst || number >= chunkFirst + chunkRows) {
                chunkFirst = number;
                chunkRows = file.read(chunk, 0, chunk.length, number * rowBytes) / rowBytes;
            }
            int at = (int) (number - chunkFirst) * rowBytes;
            if (chunkRows > 0 && Arrays.equals(chunk, at, at + rowBytes, expected, offset, offset + rowBytes)) {
                return null;
            }
            Hash wanted = Hash.ofSlice(expected, offset + rowBytes - Hash.LENGTH);
            Object found = chunkRows > 0 ? Hash.ofSlice(chunk, at + rowBytes - Hash.LENGTH) : "the end of the file";
            return "file " + file.path() + ", offset " + number * rowBytes + ": expected " + wanted + ", found " + found
                    + ". Delete this file: the next start writes it again from the journal.";
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Reads keys and heads. To be called first; returns whether there is a log to check. */
    public boolean begin() throws IOException {
        if (place.firstKey() == null) {
            return false;
        }
        if (!Files.exists(LogKeys.file(place.folder()))
                || !Files.exists(place.folder().resolve(HeadFile.NAME))) {
            damage = "The log's key or head is missing in " + place.folder()
                    + ". Restore both from a complete copy of the folder.";
            return true;
        }
        try {
            LogKeys read = LogKeys.read(place.folder());
            keys = read;
            HeadFile.Content content = HeadFile.read(files, place.folder());
            durable = content.newest().durable();
            repair = repair(content.damage());
            heads.add(content.newest().head());
            HeadFile.Stored other = content.other();
            if (other != null) {
                heads.add(other.head());
            }
            for (SignedHead head : heads) {
                head.verify(read.verifiers());
            }
        } catch (LogException e) {
            found(e.getMessage());
        } catch (NoteException e) {
            found("The head in " + place.folder().resolve(HeadFile.NAME) + " does not go with the key in "
                    + LogKeys.file(place.folder()) + ": " + e.getMessage());
        }
        rows.add(new Rows(files, place.folder().resolve(TreeFiles.ENTRIES), LogEntry.LENGTH));
        for (int level = 1; level <= TreeFiles.LEVEL_MAX; level++) {
            rows.add(new Rows(files, place.folder().resolve(TreeFiles.HASHES + level), Hash.LENGTH));
        }
        return true;
    }

    // What a start outlives, for a write torn by a power failure looks the same: the other slot is whole.
    private static @Nullable String repair(@Nullable String slot) {
        return slot == null
                ? null
                : "One of two copies of the log's head is damaged; the next start writes it anew: " + slot + ".";
    }

    /** What is not as it was written but put right by the next start, naming the place, or null. */
    public @Nullable String repair() {
        return repair;
    }

    /** Takes the next event of the journal, with its bytes. */
    public void event(long number, Event event, byte[] bytes, int offset, int length) throws IOException {
        if (damage != null) {
            return;
        }
        requireRoots();
        entry.reset();
        EventEntry.append(event, bytes, offset, length, entry);
        if (number < durable) {
            found(rows.getFirst().difference(number, entry.array(), 0));
        }
        List<String> differences = new ArrayList<>();
        range.appendEntry(entry.array(), 0, entry.length(), (height, index, src, at) -> {
            int level = height / Tile.HEIGHT;
            if (height > 0 && height % Tile.HEIGHT == 0 && level <= TreeFiles.LEVEL_MAX) {
                differences.add(hash(level, index, src, at));
            }
        });
        differences.forEach(this::found);
    }

    private @Nullable String hash(int level, long index, byte[] src, int at) {
        if ((index + 1) << (level * Tile.HEIGHT) > durable) {
            return null;
        }
        try {
            return rows.get(level).difference(index, src, at);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void requireRoots() {
        for (SignedHead head : heads) {
            if (head.head().size() == range.size() && !head.head().root().equals(range.root())) {
                found("The stored head of log " + place.origin() + " says that size " + range.size() + " has root "
                        + head.head().root() + ", but the journal's tree of that size has root " + range.root()
                        + ". The journal is not the one that was signed; restore the newest complete copy.");
            }
        }
    }

    /**
     * Ends the check after the last event.
     *
     * @param rotations every change of the key that the journal holds
     * @return the first damage, naming the place and what to do, or null
     */
    public @Nullable String end(List<Event.LogKeyRotated> rotations) {
        if (damage == null) {
            requireRoots();
        }
        for (SignedHead head : heads) {
            if (head.head().size() > range.size()) {
                found("The log " + place.origin() + " was signed at size "
                        + head.head().size() + " with root "
                        + head.head().root() + ", but the journal has " + range.size()
                        + " events, and its tree has root "
                        + range.root() + ". Restore the newest complete copy of the folder.");
            }
        }
        LogKeys known = keys;
        String expected =
                rotations.isEmpty() ? place.firstKey() : rotations.getLast().newKey();
        if (known != null && expected != null && known.settled(expected, 0) == null) {
            found("The key file " + LogKeys.file(place.folder()) + " holds "
                    + known.current().verifier().text() + ", but the log's key is " + expected
                    + ". Restore the file from a copy of the folder.");
        }
        return damage;
    }

    private void found(@Nullable String difference) {
        if (damage == null) {
            damage = difference;
        }
    }

    @Override
    public void close() throws IOException {
        for (Rows file : rows) {
            file.close();
        }
    }
}
