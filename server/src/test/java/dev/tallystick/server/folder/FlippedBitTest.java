package dev.tallystick.server.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.server.journal.FileJournal;
import dev.tallystick.server.journal.JournalException;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.log.LogCheck;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bit anywhere in the files that hold records, their order or their proofs: the check finds it and names the file. */
class FlippedBitTest {
    private static final int JOURNAL_AND_LOG_POSITIONS = 2_000;
    private static final int WHOLE_FOLDER_POSITIONS = 40;

    @TempDir
    private static Path folder;

    private static final Random RANDOM = new Random(20_261_125);

    @BeforeAll
    static void recordSomething() {
        try (DataFolder opened = DataFolder.open(folder, new SecureRandom())) {
            JournaledPlane plane = opened.openPlanes(InstantSource.system(), PlaneOptions.DEFAULT)
                    .get(PlaneName.SANDBOX);
            opened.listening("http://127.0.0.1:1");
            String tenant = plane.directory().tenants().getFirst().tenantId();
            for (int batch = 0; batch < 2; batch++) {
                List<DeltaRequest> deltas = new ArrayList<>();
                for (int i = 0; i < 150; i++) {
                    DeltaItem item = new DeltaItem(
                            "cust_" + i % 7,
                            Amount.parse("-" + (i + 1)),
                            "use",
                            "r" + batch + "-" + i,
                            null,
                            null,
                            null);
                    deltas.add(new DeltaRequest.Valid(item, ContentHash.of(item)));
                }
                plane.submit(new Command.RecordDeltas(
                        tenant,
                        deltas,
                        false,
                        new Command.Idempotency(
                                "k" + batch, ContentHash.of(((DeltaRequest.Valid) deltas.getFirst()).item()))));
            }
        }
    }

    private record Position(Path file, int offset, int bit) {}

    private static List<Path> files(String... folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : folders) {
            try (Stream<Path> found = Files.walk(folder.resolve("sandbox").resolve(name))) {
                found.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files.stream().sorted().toList();
    }

    /** Spread over the files evenly, so that a short file gets as many as a long one, down to one for each bit. */
    private static List<Position> positions(List<Path> files, int count) throws IOException {
        List<Position> positions = new ArrayList<>();
        for (Path file : files) {
            int bytes = (int) Files.size(file);
            if (bytes == 0) {
                continue;
            }
            for (int i = 0; i < count / files.size(); i++) {
                positions.add(new Position(file, RANDOM.nextInt(bytes), RANDOM.nextInt(8)));
            }
        }
        return positions;
    }

    private interface Finder {
        String find() throws IOException;
    }

    /** Every file of the sandbox, to be put back as it was. */
    private static final class Kept {
        private final Map<Path, byte[]> contents = new TreeMap<>();

        Kept() throws IOException {
            for (Path file : files("journal", "log", "index")) {
                contents.put(file, Files.readAllBytes(file));
            }
        }

        /** RocksDB makes new files whenever it is opened, and damage is marked by one, so those are deleted. */
        void restore(String... folders) throws IOException {
            for (Path file : files(folders)) {
                if (!contents.containsKey(file)) {
                    Files.delete(file);
                }
            }
            for (Map.Entry<Path, byte[]> file : contents.entrySet()) {
                if (!Files.exists(file.getKey())
                        || !Arrays.equals(Files.readAllBytes(file.getKey()), file.getValue())) {
                    Files.write(file.getKey(), file.getValue());
                }
            }
        }
    }

    private static void flipEach(List<Position> positions, Finder finder, String... folders) throws IOException {
        Kept kept = new Kept();
        List<String> missed = new ArrayList<>();
        for (Position position : positions) {
            byte[] bytes = Files.readAllBytes(position.file());
            bytes[position.offset()] ^= (byte) (1 << position.bit());
            Files.write(position.file(), bytes);
            String found = finder.find();
            if (!found.contains(position.file().getFileName().toString())
                    && !found.contains(position.file().getParent().toString())) {
                missed.add(position + ": " + found);
            }
            kept.restore(folders);
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void journalHeadTilesAndKey() throws IOException {
        List<Path> files = files("journal", "log");
        assertThat(files.stream().map(file -> file.getFileName().toString()))
                .contains("00000000000000000000.journal", "acknowledged", "entries", "hashes-1", "head", "key");
        try (DataFolder opened = DataFolder.openExisting(folder)) {
            PlaneFolder plane = opened.planeFolder(PlaneName.SANDBOX);
            assertThat(findWithoutIndex(plane)).isEmpty();
            flipEach(positions(files, JOURNAL_AND_LOG_POSITIONS), () -> findWithoutIndex(plane), "journal", "log");
        }
    }

    /** What the check does but for the index, which takes most of its time. */
    private static String findWithoutIndex(PlaneFolder plane) throws IOException {
        Directory directory = new Directory();
        try (FileJournal journal = plane.openJournal();
                LogCheck log =
                        new LogCheck(plane.logPlace(new SecureRandom(), InstantSource.system()), JournalFiles.real())) {
            StringBuilder found =
                    new StringBuilder(String.join(" ", journal.openReport().repairs()));
            assertThat(log.begin()).isTrue();
            journal.replay(0, (number, buffer, offset, length) -> {
                journal.read(number);
                var event = EventCodec.decode(buffer, offset, length);
                if (event instanceof dev.tallystick.ledger.event.Event.Administration administration) {
                    directory.apply(administration);
                }
                try {
                    log.event(number, event, buffer, offset, length);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            String damage = log.end(directory.logKeyRotations());
            return found.append(damage == null ? "" : damage)
                    .append(log.repair() == null ? "" : log.repair())
                    .append(
                            journal.offsetsWrittenAnew().isEmpty()
                                    ? ""
                                    : journal.offsetsWrittenAnew().toString())
                    .toString();
        } catch (JournalException | FolderException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void indexByTheWholeCheck() throws IOException {
        // What RocksDB writes for people, and its lock, hold nothing of ours.
        List<Path> index = files("index").stream()
                .filter(file -> file.toString().endsWith(".sst")
                        || file.toString().endsWith(".hashes")
                        || file.getFileName().toString().startsWith("MANIFEST"))
                .toList();
        assertThat(index)
                .anyMatch(file -> file.toString().endsWith(".sst"))
                .anyMatch(file -> file.toString().endsWith(".hashes"))
                .hasSizeGreaterThan(3);
        flipEach(
                positions(index, WHOLE_FOLDER_POSITIONS),
                () -> {
                    StringBuilder found = new StringBuilder();
                    for (PlaneReport report : FolderCheck.check(folder)) {
                        found.append(report.damage() == null ? "" : report.damage());
                    }
                    return found.toString();
                },
                "journal",
                "log",
                "index");
        assertThat(FolderCheck.check(folder)).allMatch(report -> report.damage() == null);
    }
}
