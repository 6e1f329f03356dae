package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.ledger.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexDamageTest {
    private static final int FLIPS_PER_FILE = 14;

    @TempDir
    Path folder;

    /**
     * Whatever byte of the index changes: it is reported as damage, or the answers are right all the same (a byte nobody
     * needs, or an older state that replay brings up to date). Never a wrong answer, never another failure.
     */
    @Test
    void anyFlippedByte_isReported_orHarmless() throws IOException {
        Path whole = folder.resolve("whole");
        try (Recording recording = new Recording(whole, 31, 25)) {
            LedgerIndexTest.steps(recording, 40);
            recording.close();
            NaiveIndex right = new NaiveIndex(recording.events());
            List<String> reported = new ArrayList<>();
            int number = 0;
            for (Path file : files(whole)) {
                for (long position : positions(Files.size(file))) {
                    String what = file.getFileName() + " byte " + position;
                    Path damaged = folder.resolve("damaged" + number++);
                    LedgerIndexTest.copy(whole, damaged);
                    flip(damaged.resolve(file.getFileName()), position);
                    if (!answersRightly(recording, damaged, right, what)) {
                        reported.add(what);
                    }
                    LedgerIndexTest.delete(damaged);
                }
            }
            for (String kind : List.of(".sst", ".hashes", "MANIFEST")) {
                assertThat(reported).anyMatch(what -> what.contains(kind));
            }
            assertThat(reported).hasSizeGreaterThan(number / 2);
            recording.open(whole);
            right.check(recording.index());
        }
    }

    /** The two files that hold everything together, and the newest of those with rows and with hashes. */
    private static List<Path> files(Path folder) throws IOException {
        List<Path> chosen = new ArrayList<>();
        for (String names : List.of("MANIFEST.*|CURRENT", ".*[.]sst", ".*[.]hashes")) {
            try (var files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().matches(names))
                        .sorted(Comparator.reverseOrder())
                        .limit(2)
                        .forEach(chosen::add);
            }
        }
        return chosen;
    }

    /** Both ends, where headers and footers are, and places between. */
    private static List<Long> positions(long size) {
        Random random = new Random(size);
        List<Long> positions = new ArrayList<>(List.of(0L, size - 1));
        for (int i = 0; i < FLIPS_PER_FILE - 2; i++) {
            positions.add((long) random.nextInt((int) size));
        }
        return positions;
    }

    private static void flip(Path file, long position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) position] ^= 0x40;
        Files.write(file, bytes);
    }

    private static boolean answersRightly(Recording recording, Path damaged, NaiveIndex right, String what) {
        try {
            recording.open(damaged);
        } catch (IndexDamagedException e) {
            assertThat(e).as(what).hasMessageContaining(damaged.toString());
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what + ": opening failed otherwise", e);
        }
        try {
            right.check(recording.index());
            return true;
        } catch (IndexDamagedException e) {
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what + ": a wrong answer or another failure", e);
        } finally {
            close(recording);
        }
    }

    /** Also one that only readers meet, whom no writer hears of: a proof hash that is asked for from outside. */
    @Test
    void damageThatAReaderMeets_hasTheIndexBuiltAgain() throws IOException {
        Path where = folder.resolve("read");
        try (Recording recording = new Recording(where, 33, 1)) {
            LedgerIndexTest.steps(recording, 20);
            recording.reopen();
            for (Path file : files(where)) {
                if (file.toString().endsWith(".hashes")) {
                    flip(file, 8);
                }
            }
            for (Event event : recording.events()) {
                if (event instanceof Event.DeltaRecorded delta) {
                    try {
                        recording.index().reader().recordByProofHash(delta.proofHash());
                    } catch (IndexDamagedException e) {
                        assertThat(e).hasMessageContaining("the next start builds it again");
                    }
                }
            }
            close(recording);
            assertThatThrownBy(() -> recording.open(where)).isInstanceOf(IndexDamagedException.class);
            LedgerIndexTest.delete(where);
            recording.open(where);
        }
    }

    @Test
    void anIndexMarkedAsDamagedIsRefusedAtTheNextOpening(@TempDir Path place) {
        try (RocksStore store = RocksStore.open(place)) {
            assertThat(store.damaged(new IOException("a bad block"))).hasMessageContaining("a bad block");
        }
        assertThatThrownBy(() -> RocksStore.open(place)).isInstanceOf(IndexDamagedException.class);
    }

    private static void close(Recording recording) {
        try {
            recording.close();
        } catch (IndexDamagedException | IndexUnwritableException e) {
            // Closing writes, which damage may forbid.
        }
    }
}
