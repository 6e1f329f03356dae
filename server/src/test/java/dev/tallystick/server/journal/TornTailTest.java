package dev.tallystick.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A killed process leaves the last batch anyhow; what was acknowledged decides between cutting and refusing. */
class TornTailTest {
    private static final String SEGMENT = Layout.segmentName(0);
    private static final int[] BATCHES = {2, 3, 1, 4};

    /** What may stand where the rest of the file should be. */
    private enum Rest {
        NOTHING,
        ZEROS,
        GARBAGE
    }

    private final SimulatedDisk disk = new SimulatedDisk();
    private final int[] ends = new int[BATCHES.length + 1];
    private final long[] numbers = new long[BATCHES.length + 1];
    private final byte[][] acknowledged = new byte[BATCHES.length + 1][];
    private final byte[] whole;

    TornTailTest() {
        FileJournal journal = History.open(disk, new JournalOptions(History.ID, 1 << 20, 0));
        for (int i = 0; i <= BATCHES.length; i++) {
            if (i > 0) {
                History.append(journal, BATCHES[i - 1]);
            }
            ends[i] = disk.content(SEGMENT).length;
            numbers[i] = journal.nextEvent();
            acknowledged[i] = disk.content(Layout.ACKNOWLEDGED).clone();
        }
        whole = disk.content(SEGMENT);
    }

    @ParameterizedTest
    @EnumSource
    void cutAnywhereAfterTheAcknowledgedBatchesAllOfThoseAreRecovered(Rest rest) {
        for (int known = 0; known < BATCHES.length; known++) {
            // One batch is unfinished at most, so the cut lies within the one after the acknowledged.
            for (int cut = ends[known]; cut <= ends[known + 1]; cut++) {
                byte[] bytes = cutAt(cut, ends[known + 1], rest);
                SimulatedDisk torn = disk(bytes, acknowledged[known]);
                int intact = wholeBatches(bytes);
                try (FileJournal journal = History.open(torn)) {
                    assertThat(journal.nextEvent()).as("cut at %d", cut).isEqualTo(numbers[intact]);
                    assertThat(journal.openReport().unacknowledgedEvents()).isEqualTo(numbers[intact] - numbers[known]);
                    History.check(journal);
                    History.append(journal, 2);
                    History.check(journal);
                }
                try (FileJournal journal = History.open(torn)) {
                    assertThat(journal.openReport().repairs()).isEmpty();
                    assertThat(journal.nextEvent()).isEqualTo(numbers[intact] + 2);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutAnywhereBeforeTheEndOfTheAcknowledgedBatchesIsRefused(Rest rest) {
        int last = BATCHES.length;
        for (int cut = ends[last - 2]; cut < ends[last]; cut++) {
            byte[] bytes = cutAt(cut, ends[last], rest);
            if (wholeBatches(bytes) < last) {
                SimulatedDisk torn = disk(bytes, acknowledged[last]);
                assertThatThrownBy(() -> History.open(torn))
                        .as("cut at %d", cut)
                        .isInstanceOfSatisfying(JournalDamaged.class, damage -> {
                            assertThat(damage.file()).hasFileName(SEGMENT);
                            assertThat(damage.offset()).isBetween((long) ends[last - 2], (long) ends[last]);
                        })
                        .hasMessageContaining("events up to 9 were acknowledged");
                assertThat(torn.content(SEGMENT)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void whatWasCutIsReported() {
        SimulatedDisk torn = disk(cutAt(ends[3] + 40, ends[4], Rest.NOTHING), acknowledged[3]);
        try (FileJournal journal = History.open(torn)) {
            OpenReport report = journal.openReport();
            assertThat(report.cutBytes()).isEqualTo(40);
            assertThat(report.repairs())
                    .singleElement()
                    .asString()
                    .contains("Cut 40 bytes", SEGMENT, "offset " + ends[3]);
        }
    }

    @Test
    void aBadBatchBeforeAnIntactOneIsNoTornTail() {
        for (int at = ends[1]; at < ends[2]; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x10;
            SimulatedDisk damaged = disk(bytes, acknowledged[1]);
            assertThatThrownBy(() -> History.open(damaged))
                    .as("flipped at %d", at)
                    .isInstanceOf(JournalDamaged.class);
            assertThat(damaged.content(SEGMENT)).isEqualTo(bytes);
        }
    }

    @Test
    void aTornTailWithoutTheAcknowledgedNumberIsRefused() {
        SimulatedDisk missing = disk(cutAt(ends[3] + 40, ends[4], Rest.NOTHING), acknowledged[3]);
        missing.remove(Layout.ACKNOWLEDGED);
        assertThatThrownBy(() -> History.open(missing))
                .isInstanceOf(JournalDamaged.class)
                .hasMessageContaining("acknowledged")
                .hasMessageContaining("no such file");
        byte[] bad = acknowledged[3].clone();
        bad[19] ^= 1;
        assertThatThrownBy(() -> History.open(disk(cutAt(ends[3] + 40, ends[4], Rest.NOTHING), bad)))
                .isInstanceOf(JournalDamaged.class)
                .hasMessageContaining("acknowledged, offset 0")
                .hasMessageContaining("checksum");
    }

    @Test
    void anIntactJournalNeedsNoAcknowledgedNumberAndWritesItAnew() {
        SimulatedDisk missing = disk(whole, acknowledged[4]);
        missing.remove(Layout.ACKNOWLEDGED);
        try (FileJournal journal = History.open(missing)) {
            assertThat(journal.openReport().repairs())
                    .singleElement()
                    .asString()
                    .contains("acknowledged");
            History.check(journal);
        }
        assertThat(missing.content(Layout.ACKNOWLEDGED)).isEqualTo(acknowledged[4]);
    }

    private int wholeBatches(byte[] bytes) {
        int count = 0;
        while (count < BATCHES.length
                && bytes.length >= ends[count + 1]
                && Arrays.equals(bytes, 0, ends[count + 1], whole, 0, ends[count + 1])) {
            count++;
        }
        return count;
    }

    private byte[] cutAt(int cut, int length, Rest rest) {
        byte[] bytes = Arrays.copyOf(Arrays.copyOf(whole, cut), rest == Rest.NOTHING ? cut : length + 100);
        if (rest == Rest.GARBAGE) {
            for (int i = cut; i < bytes.length; i++) {
                bytes[i] = (byte) (0xff ^ i);
            }
        }
        return bytes;
    }

    private static SimulatedDisk disk(byte[] segment, byte[] acknowledged) {
        SimulatedDisk disk = new SimulatedDisk();
        disk.put(SEGMENT, segment);
        disk.put(Layout.ACKNOWLEDGED, acknowledged);
        return disk;
    }
}
