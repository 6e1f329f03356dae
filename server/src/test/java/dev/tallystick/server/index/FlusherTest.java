package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.server.index.hashes.HashRuns;
import dev.tallystick.server.journal.JournalFile;
import dev.tallystick.server.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlusherTest {
    @TempDir
    Path folder;

    /** The real files, but that none can be made: as a broken runtime says it, not as a broken disk does. */
    private static final class Broken implements JournalFiles {
        private final JournalFiles real = JournalFiles.real();

        @Override
        public void createFolder(Path where) throws IOException {
            real.createFolder(where);
        }

        @Override
        public List<String> list(Path where) throws IOException {
            return real.list(where);
        }

        @Override
        public JournalFile openToRead(Path file) throws IOException {
            return real.openToRead(file);
        }

        @Override
        public JournalFile openToWrite(Path file) {
            throw new NoClassDefFoundError("injected");
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            real.rename(from, to);
        }

        @Override
        public void delete(Path file) throws IOException {
            real.delete(file);
        }

        @Override
        public void forceFolder(Path where) throws IOException {
            real.forceFolder(where);
        }
    }

    /** Going on would leave out the generation's rows, and with them references that are to be found. */
    @Test
    void anErrorWhileAGenerationIsWritten_isThrownAtWhoeverWaits() throws IOException {
        try (RocksStore store = RocksStore.open(folder);
                HashRuns runs = new HashRuns(new HashRuns.Place(new Broken(), folder, 0, () -> Long.MAX_VALUE));
                MonthRanges ranges = new MonthRanges(store)) {
            Lookups lookups = new Lookups(store, number -> null, new StoredFilters(store, runs));
            lookups.active().add(1, 1, 0, 7, 8);
            Flusher flusher = new Flusher(store, lookups, ranges, runs);
            Frozen frozen = new Frozen(
                    lookups.active(),
                    0,
                    new IndexValues.Meta(IndexValues.VERSION, 1, 1, 1),
                    Map.of(),
                    ranges.snapshot());
            flusher.start(frozen);
            assertThatThrownBy(flusher::await).isInstanceOf(NoClassDefFoundError.class);
            assertThatCode(flusher::await).as("for good").isInstanceOf(NoClassDefFoundError.class);
        }
    }
}
