package dev.tallystick.server.folder;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.ledger.state.Directory;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.FileJournal;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.JournalId;
import dev.tallystick.server.journal.JournalOptions;
import dev.tallystick.server.sequencer.BreakableJournal;
import dev.tallystick.server.sequencer.JournalEvents;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {
    @TempDir
    Path folder;

    @Test
    void diskThatFails_isToldAsWhatItIs_withTheFolder() {
        BreakableJournal journal = new BreakableJournal(FileJournal.open(
                folder.resolve("journal"), JournalOptions.defaults(new JournalId(1, 2)), JournalFiles.real()));
        Directory directory = new Directory();
        LedgerIndex index = LedgerIndex.open(folder.resolve("index"), new JournalEvents(journal), directory, 50);
        try (JournaledPlane plane = new JournaledPlane(
                PlaneName.SANDBOX,
                journal,
                index,
                directory,
                InstantSource.system(),
                JournaledPlane.platformEntropy(),
                PlaneOptions.DEFAULT)) {
            journal.breakNext(BreakableJournal.Break.BEFORE_STORING);
            FirstStart start = new FirstStart(folder, step -> {});
            assertThatThrownBy(() -> start.prepare(Map.of(PlaneName.SANDBOX, plane), new SecureRandom()))
                    .isInstanceOf(FolderException.class)
                    .hasMessageStartingWith(
                            "The first start in " + folder + " could not be finished. Writing has stopped")
                    .hasMessageContaining("The disk failed before storing.")
                    .hasMessageEndingWith("The next start goes on where this one ended.");
        }
    }
}
