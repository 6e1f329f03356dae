package dev.tallystick.server.index.hashes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.server.journal.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HashRunDamageTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final TreeSet<Entry> model = new TreeSet<>();
    private byte[] stored = {};

    private static HashRuns open(SimulatedDisk disk, byte[] listing) throws IOException {
        HashRuns runs = new HashRuns(new HashRuns.Place(disk, Path.of("index"), 0, () -> Long.MAX_VALUE));
        runs.load(listing);
        return runs;
    }

    /** Three blocks of references and one of proof hashes. */
    private void add(HashRuns runs) throws IOException {
        new Random(12).longs(600).forEach(hash -> model.add(new Entry(hash, model.size())));
        Draft draft = runs.draft();
        draft.write(HashKind.REFERENCE, model.size(), Entry.source(model));
        draft.write(HashKind.PROOF, 1, entries -> entries.take(7, 7));
        stored = draft.listing();
        runs.publish(draft);
        runs.tidy(draft);
    }

    /** Whatever byte of a file changes, and however it is cut: named, or harmless. */
    @Test
    void anyFlippedByte_isNamed() throws IOException {
        HashRuns runs = open(disk, stored);
        add(runs);
        runs.close();
        byte[] whole = disk.content("0.hashes");
        for (int at = 0; at < whole.length; at += 97) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            assertDamage(flipped, "0.hashes");
        }
        byte[] ofAnotherBuild = whole.clone();
        ofAnotherBuild[4_080] ^= 1;
        assertDamage(ofAnotherBuild, "0.hashes");
    }

    /** What an interrupted copy leaves is found when the index is opened, not when somebody asks. */
    @Test
    void aFileThatIsCutOrAnotherOrMissing_isFoundAtTheOpening() throws IOException {
        HashRuns runs = open(disk, stored);
        add(runs);
        runs.close();
        byte[] whole = disk.content("0.hashes");
        for (int length : new int[] {0, 1, 4_095, 4_096, whole.length - 1, whole.length + 1}) {
            assertRefused(Arrays.copyOf(whole, length));
        }
        assertRefused(disk.content("1.hashes"));
        disk.remove("0.hashes");
        assertThatThrownBy(() -> open(disk, stored))
                .isInstanceOf(DamagedRunException.class)
                .hasMessageContaining("0.hashes is missing");
    }

    private void assertRefused(byte[] content) {
        SimulatedDisk damaged = disk.copy();
        damaged.put("0.hashes", content);
        assertThatThrownBy(() -> open(damaged, stored))
                .isInstanceOf(DamagedRunException.class)
                .hasMessageContaining("0.hashes");
    }

    private void assertDamage(byte[] content, String file) throws IOException {
        SimulatedDisk damaged = disk.copy();
        damaged.put(file, content);
        HashRuns runs = open(damaged, stored);
        assertThatThrownBy(() -> runs.forEach(HashKind.REFERENCE, (hash, event) -> {}))
                .isInstanceOf(DamagedRunException.class)
                .hasMessageContaining(file);
        for (Entry entry : model) {
            try {
                assertThat(runs.find(HashKind.REFERENCE, entry.hash(), event -> true))
                        .isEqualTo(entry.event());
            } catch (DamagedRunException e) {
                assertThat(e).hasMessageContaining(file);
            }
        }
        runs.close();
    }

    @Test
    void aListThatIsNone_isDamage() {
        assertThatThrownBy(() -> open(disk, new byte[12])).isInstanceOf(DamagedRunException.class);
        assertThatThrownBy(() -> open(disk, new byte[13])).isInstanceOf(DamagedRunException.class);
    }
}
