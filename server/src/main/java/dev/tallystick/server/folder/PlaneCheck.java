package dev.tallystick.server.folder;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.ledger.state.BrokenInvariantException;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.server.folder.EventCheck.Contradiction;
import dev.tallystick.server.index.IndexDamagedException;
import dev.tallystick.server.index.IndexLayoutException;
import dev.tallystick.server.index.IndexUnwritableException;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.EventVisitor;
import dev.tallystick.server.journal.FileJournal;
import dev.tallystick.server.journal.JournalException;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.log.LogCheck;
import dev.tallystick.server.sequencer.IndexReplay;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneOptions;
import dev.tallystick.server.sequencer.RecordUnreadableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks one plane: replays its journal into an index of its own, checking every event on the way, and compares that index
 * with the one the server keeps.
 */
final class PlaneCheck {
    private static final String EQUAL = "equal";
    private static final String ABSENT = "absent";
    private static final String DAMAGED = "damaged";
    private static final String OUTDATED = "outdated";

    private final PlaneFolder plane;
    private final Path rebuilt;
    private long events;

    PlaneCheck(PlaneFolder plane) {
        this.plane = plane;
        this.rebuilt = plane.folder().resolve("index.check");
    }

    PlaneReport run() {
        try (FileJournal journal = plane.openJournal()) {
            deleteRebuilt();
            try {
                return check(journal);
            } finally {
                deleteRebuilt();
            }
        } catch (FolderException e) {
            return new PlaneReport(
                    plane.name(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    PlaneReport.NOT_COMPARED,
                    PlaneReport.NOT_COMPARED,
                    e.getMessage(),
                    null);
        } catch (IOException | IndexUnwritableException e) {
            throw new FolderException(
                    "The check could not work in " + rebuilt + " (" + e.getMessage()
                            + "). Check the disk's room and the folder's permissions.",
                    e);
        }
    }

    private void deleteRebuilt() throws IOException {
        PlaneFolder.deleteFolder(rebuilt);
    }

    private PlaneReport check(FileJournal journal) throws IOException {
        try (LogCheck log =
                new LogCheck(plane.logPlace(new SecureRandom(), () -> Instant.EPOCH), JournalFiles.real())) {
            return check(journal, log.begin() ? log : null);
        }
    }

    private PlaneReport check(FileJournal journal, @Nullable LogCheck log) {
        long repairs = journal.openReport().repairs().size();
        Directory directory = new Directory();
        try (LedgerIndex index = openIndex(rebuilt, journal, directory)) {
            EventCheck check = new EventCheck(index, directory);
            String damage = replay(journal, index, check, log);
            if (damage != null) {
                return check.report(plane, events, repairs, PlaneReport.NOT_COMPARED, damage);
            }
            String logDamage = log == null ? null : log.end(directory.logKeyRotations());
            String logState = log == null ? ABSENT : state(logDamage);
            String repair = log == null ? null : log.repair();
            if (!Files.exists(plane.indexFolder())) {
                return check.report(plane, events, repairs, ABSENT, null).withLog(logState, logDamage, repair);
            }
            try {
                String difference = compare(journal, index.digest());
                return check.report(plane, events, repairs, state(difference), difference)
                        .withLog(logState, logDamage, repair);
            } catch (IndexLayoutException e) {
                return check.report(plane, events, repairs, OUTDATED, null).withLog(logState, logDamage, repair);
            }
        }
    }

    private static String state(@Nullable String damage) {
        return damage == null ? EQUAL : DAMAGED;
    }

    private static LedgerIndex openIndex(Path folder, FileJournal journal, Directory directory) {
        return LedgerIndex.open(
                folder,
                event -> JournaledPlane.event(journal, event),
                directory,
                PlaneOptions.DEFAULT.generationRows());
    }

    /** Checks every event, and that reading it alone gives the same bytes; returns the first damage or null. */
    private @Nullable String replay(FileJournal journal, LedgerIndex index, EventCheck check, @Nullable LogCheck log) {
        try {
            journal.replay(0, new EventVisitor() {
                @Override
                public void event(long number, byte[] buffer, int offset, int length) {
                    byte[] alone = journal.read(number).bytes();
                    if (!Arrays.equals(alone, 0, alone.length, buffer, offset, offset + length)) {
                        throw new Contradiction(number, "bytes read alone", "those of its batch", "others");
                    }
                    Event event = EventCodec.decode(buffer, offset, length);
                    check.check(number, event);
                    if (log != null) {
                        compareLog(log, number, event, alone);
                    }
                    index.apply(number, event);
                    events = number + 1;
                }

                @Override
                public void endOfBatch(long next) {
                    index.endGroup();
                }
            });
            return journal.offsetsWrittenAnew().isEmpty()
                    ? null
                    : "The offsets in " + journal.offsetsWrittenAnew() + " did not lead to their events; they have been"
                            + " written anew. Nothing was lost, but something has changed files: check the disk.";
        } catch (JournalException | RecordUnreadableException e) {
            return e.getMessage();
        } catch (Contradiction | BrokenInvariantException e) {
            return "The journal in " + plane.journalFolder() + " contradicts itself at " + e.getMessage()
                    + ". Keep a copy of the folder, then restore the journal from one that is whole.";
        } catch (MalformedBytesException e) {
            return "The journal in " + plane.journalFolder() + " has an event that cannot be read, number " + events
                    + ": " + e.getMessage()
                    + ". Keep a copy of the folder, then restore the journal from one that is whole.";
        }
    }

    private static void compareLog(LogCheck log, long number, Event event, byte[] bytes) {
        try {
            log.event(number, event, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings the server's index up to the journal, as a start does, and compares it row by row. */
    private @Nullable String compare(FileJournal journal, Hash expected) {
        try (LedgerIndex index = openIndex(plane.indexFolder(), journal, new Directory())) {
            if (index.nextEvent() > journal.nextEvent()) {
                return "The journal in " + plane.journalFolder() + " ends at event " + journal.nextEvent()
                        + ", but its index has seen " + index.nextEvent()
                        + ": acknowledged records are missing. Restore the journal from a complete copy.";
            }
            IndexReplay.run(journal, index);
            Hash found = index.digest();
            return found.equals(expected) ? null : damagedIndex("expected digest " + expected + ", found " + found);
        } catch (IndexDamagedException e) {
            return "Damage: " + e.getMessage() + ".";
        } catch (BrokenInvariantException | MalformedBytesException | IndexOutOfBoundsException e) {
            return damagedIndex(String.valueOf(e.getMessage()));
        }
    }

    private String damagedIndex(String how) {
        return "The index in " + plane.indexFolder() + " does not say what the journal says (" + how
                + "). Delete this folder: the next start builds it again from the journal.";
    }
}
