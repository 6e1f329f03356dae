package dev.tallystick.server.folder;

import dev.tallystick.ledger.state.BrokenInvariantException;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.server.index.IndexDamagedException;
import dev.tallystick.server.index.IndexLayoutException;
import dev.tallystick.server.index.IndexUnwritableException;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.FileJournal;
import dev.tallystick.server.journal.JournalException;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.JournalId;
import dev.tallystick.server.journal.JournalOptions;
import dev.tallystick.server.log.LogException;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.sequencer.JournalEvents;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneInconsistentException;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import dev.tallystick.server.sequencer.RecordUnreadableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one plane: its journal, its index and its log.
 *
 * @param recorded whether the journal must exist, because the folder's first start was finished
 * @param origin the log's name
 * @param logKey the vkey the log began with; null while there is no log
 */
record PlaneFolder(
        Path folder,
        PlaneName name,
        JournalId id,
        boolean recorded,
        String origin,
        @Nullable String logKey) {
    private static final System.Logger LOG = System.getLogger(PlaneFolder.class.getName());
    private static final String SEGMENT_ENDING = ".journal";

    Path journalFolder() {
        return folder.resolve("journal");
    }

    Path indexFolder() {
        return folder.resolve("index");
    }

    Path logFolder() {
        return folder.resolve("log");
    }

    /** Opens the plane; an index that is damaged is deleted and built again from the journal. */
    JournaledPlane open(InstantSource clock, PlaneOptions options, SecureRandom random) {
        FileJournal journal = openJournal();
        try {
            PlaneLog log = openLog(journal, clock, random);
            try {
                return open(journal, log, clock, options);
            } catch (RuntimeException | Error e) {
                log.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            journal.close();
            throw e;
        }
    }

    PlaneLog.Place logPlace(SecureRandom random, InstantSource clock) {
        return new PlaneLog.Place(logFolder(), origin, logKey, random, clock);
    }

    private PlaneLog openLog(FileJournal journal, InstantSource clock, SecureRandom random) {
        try {
            return PlaneLog.open(logPlace(random, clock), journal);
        } catch (LogException | JournalException e) {
            throw new FolderException("The " + name.label() + " plane cannot be opened. " + e.getMessage(), e);
        } catch (MalformedBytesException e) {
            throw contradicting(e);
        }
    }

    private FolderException contradicting(RuntimeException e) {
        return new FolderException(
                "The events in the journal of the " + name.label() + " plane contradict each other (" + e.getMessage()
                        + ") in " + journalFolder()
                        + ". Keep a copy of the folder, then restore it from one that is whole.",
                e);
    }

    FileJournal openJournal() {
        requireJournal();
        try {
            FileJournal journal = FileJournal.open(journalFolder(), JournalOptions.defaults(id), JournalFiles.real());
            for (String repair : journal.openReport().repairs()) {
                LOG.log(Level.INFO, "The {0} journal was repaired on opening: {1}", name.label(), repair);
            }
            return journal;
        } catch (JournalException e) {
            throw new FolderException("The " + name.label() + " plane cannot be opened. " + e.getMessage(), e);
        }
    }

    /** A journal that is missing must not be taken for a new one. */
    private void requireJournal() {
        if (!recorded) {
            return;
        }
        try (Stream<Path> files = Files.list(journalFolder())) {
            if (files.anyMatch(file -> file.getFileName().toString().endsWith(SEGMENT_ENDING))) {
                return;
            }
        } catch (IOException e) {
            throw new FolderException(
                    "The journal of the " + name.label() + " plane cannot be read in " + journalFolder() + " (" + e
                            + "). Restore this folder from a copy.",
                    e);
        }
        throw new FolderException("The journal of the " + name.label() + " plane is missing: expected segment files in "
                + journalFolder() + ", found none. Restore this folder from a copy.");
    }

    private JournaledPlane open(FileJournal journal, PlaneLog log, InstantSource clock, PlaneOptions options) {
        try {
            try {
                return openOver(journal, log, clock, options);
            } catch (IndexLayoutException e) {
                LOG.log(Level.INFO, "The index of the {0} plane is built again: {1}.", name.label(), e.getMessage());
            } catch (IndexDamagedException | BrokenInvariantException | MalformedBytesException e) {
                // Whether the index or the journal is at fault shows when an empty index is built from the journal.
                LOG.log(Level.WARNING, "The index of the " + name.label() + " plane is damaged and is built again.", e);
            }
            deleteFolder(indexFolder());
            return openOver(journal, log, clock, options);
        } catch (PlaneInconsistentException e) {
            throw new FolderException("The " + name.label() + " plane cannot be opened: " + e.getMessage(), e);
        } catch (JournalException | RecordUnreadableException | LogException e) {
            throw new FolderException("The " + name.label() + " plane cannot be opened. " + e.getMessage(), e);
        } catch (BrokenInvariantException | MalformedBytesException e) {
            throw contradicting(e);
        } catch (IndexDamagedException | IndexUnwritableException | IOException | UncheckedIOException e) {
            throw new FolderException(
                    "The index of the " + name.label() + " plane cannot be built in " + indexFolder() + " ("
                            + e.getMessage() + "). Check the disk and its free space.",
                    e);
        }
    }

    private JournaledPlane openOver(FileJournal journal, PlaneLog log, InstantSource clock, PlaneOptions options) {
        Directory directory = new Directory();
        LedgerIndex index =
                LedgerIndex.open(indexFolder(), new JournalEvents(journal), directory, options.generationRows());
        long behind = journal.nextEvent() - index.nextEvent();
        if (behind > 0) {
            LOG.log(Level.INFO, "Replaying {0} events of the {1} journal into its index.", behind, name.label());
        }
        try {
            return new JournaledPlane(
                    name, journal, index, directory, clock, JournaledPlane.platformEntropy(), options, log);
        } catch (RuntimeException e) {
            closeDamaged(index);
            throw e;
        }
    }

    private static void closeDamaged(LedgerIndex index) {
        try {
            index.close();
        } catch (RuntimeException ignored) {
            // The reason why it is closed is about to be told; this one follows from it.
        }
    }

    /** Deletes a folder of derived files. */
    static void deleteFolder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
