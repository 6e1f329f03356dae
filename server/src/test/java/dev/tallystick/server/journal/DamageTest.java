package dev.tallystick.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to the files, an event read is the event that was appended, or a named error is thrown. */
class DamageTest {
    private static final int EVENTS = 58;
    private static final String MIDDLE = Layout.segmentName(20);
    private static final String LAST = Layout.segmentName(40);

    private final SimulatedDisk disk = new SimulatedDisk();

    @BeforeEach
    void threeSegmentsNotClosed() {
        FileJournal journal = History.open(disk);
        History.append(journal, 20, 20, 10, 1, 2, 5);
        assertThat(disk.names()).contains(MIDDLE, LAST);
        assertThat(journal.nextEvent()).isEqualTo(EVENTS);
    }

    @Test
    void anyFlippedBitIsRecoveredFromOrNamed() {
        int refused = 0;
        int recovered = 0;
        for (String name : disk.names()) {
            byte[] bytes = disk.content(name);
            for (int at = 0; at < bytes.length; at++) {
                // Every bit where the structure is dense, one bit of each byte elsewhere.
                boolean dense = at < 140 || bytes.length <= Acknowledged.BYTES;
                for (int bit = dense ? 0 : at % 8; bit < (dense ? 8 : at % 8 + 1); bit++) {
                    byte[] flipped = bytes.clone();
                    flipped[at] ^= (byte) (1 << bit);
                    SimulatedDisk damaged = disk.copy();
                    damaged.put(name, flipped);
                    if (namesDamage(damaged, name + " byte " + at + " bit " + bit)) {
                        refused++;
                    } else {
                        recovered++;
                    }
                }
            }
        }
        assertThat(refused).isGreaterThan(8000);
        assertThat(recovered).isGreaterThan(500);
    }

    /** Opens, replays and reads everything; says whether damage was named anywhere. */
    private static boolean namesDamage(SimulatedDisk damaged, String what) {
        FileJournal journal;
        try {
            journal = History.open(damaged);
        } catch (JournalDamaged | JournalFormatUnknown e) {
            return true;
        }
        boolean named = false;
        try (journal) {
            assertThat(journal.nextEvent()).as(what).isEqualTo(EVENTS);
            for (long event = 0; event < EVENTS; event++) {
                try {
                    if (!Arrays.equals(journal.read(event).bytes(), History.event(event))) {
                        throw new AssertionError(what + ": wrong bytes for event " + event);
                    }
                } catch (JournalDamaged e) {
                    named = true;
                }
            }
            try {
                journal.replay(0, (number, buffer, offset, length) -> {
                    byte[] expected = History.event(number);
                    if (!Arrays.equals(buffer, offset, offset + length, expected, 0, expected.length)) {
                        throw new AssertionError(what + ": replay gives wrong bytes for event " + number);
                    }
                });
                assertThat(named)
                        .as("%s: a read refused what replay accepts", what)
                        .isFalse();
            } catch (JournalDamaged e) {
                named = true;
            }
        }
        return named;
    }

    @Test
    void anyByteOfASealedSegmentCutOffIsNamedOnOpen() {
        byte[] bytes = disk.content(MIDDLE);
        for (int length = 0; length < bytes.length; length++) {
            SimulatedDisk damaged = disk.copy();
            damaged.put(MIDDLE, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> History.open(damaged))
                    .isInstanceOfSatisfying(
                            JournalDamaged.class,
                            damage -> assertThat(damage.file()).hasFileName(MIDDLE));
        }
    }

    @Test
    void aMissingSegmentIsNamed() {
        for (String name : List.of(Layout.segmentName(0), MIDDLE)) {
            SimulatedDisk damaged = disk.copy();
            damaged.remove(name);
            assertThatThrownBy(() -> History.open(damaged))
                    .isInstanceOfSatisfying(
                            JournalDamaged.class,
                            damage -> assertThat(damage.file()).hasFileName(name));
        }
        SimulatedDisk damaged = disk.copy();
        damaged.remove(LAST);
        assertThatThrownBy(() -> History.open(damaged))
                .isInstanceOf(JournalDamaged.class)
                .hasMessageContaining("events up to 57 were acknowledged");
    }

    @Test
    void allSegmentsMissingIsNotAnEmptyJournal() {
        SimulatedDisk damaged = new SimulatedDisk();
        damaged.put(Layout.ACKNOWLEDGED, disk.content(Layout.ACKNOWLEDGED));
        assertThatThrownBy(() -> History.open(damaged))
                .isInstanceOf(JournalDamaged.class)
                .hasMessageContaining("58 acknowledged events");
    }

    @Test
    void wrongMissingOrShortOffsetsAreWrittenAnew() {
        String offsets = MIDDLE + Layout.OFFSETS_SUFFIX;
        byte[] right = disk.content(offsets);
        List<byte[]> wrong = new ArrayList<>();
        for (int length = 0; length < right.length; length++) {
            wrong.add(Arrays.copyOf(right, length));
            wrong.add(Arrays.copyOf(Arrays.copyOf(right, length), right.length));
        }
        // Everything one event late: intact events, but others.
        wrong.add(Arrays.copyOfRange(right, 4, right.length + 4));
        for (byte[] bytes : wrong) {
            SimulatedDisk changed = disk.copy();
            changed.put(offsets, bytes);
            checkOffsetsRepaired(changed, offsets, right);
        }
        SimulatedDisk changed = disk.copy();
        changed.remove(offsets);
        checkOffsetsRepaired(changed, offsets, right);
    }

    private static void checkOffsetsRepaired(SimulatedDisk changed, String offsets, byte[] right) {
        try (FileJournal journal = History.open(changed)) {
            History.check(journal);
            assertThat(changed.content(offsets)).isEqualTo(right);
        }
    }

    @Test
    void eventsBeforeADamagedOneStayReadable() {
        byte[] bytes = disk.content(MIDDLE).clone();
        bytes[bytes.length - 1] ^= 1;
        SimulatedDisk damaged = disk.copy();
        damaged.put(MIDDLE, bytes);
        try (FileJournal journal = History.open(damaged)) {
            assertThatThrownBy(() -> journal.read(39))
                    .isInstanceOfSatisfying(
                            JournalDamaged.class,
                            damage -> assertThat(damage.file()).hasFileName(MIDDLE));
            assertThat(journal.read(38).bytes()).isEqualTo(History.event(38));
            assertThat(journal.read(40).bytes()).isEqualTo(History.event(40));
            assertThatThrownBy(() -> journal.replay(20, (_, _, _, _) -> {})).isInstanceOf(JournalDamaged.class);
            assertThatCode(() -> History.check(journal, 40)).doesNotThrowAnyException();
        }
    }

    @Test
    void anotherJournalsFilesAreRefused() {
        JournalOptions other = new JournalOptions(new JournalId(1, 2), 4096, 512);
        assertThatThrownBy(() -> History.open(disk, other))
                .isInstanceOf(JournalDamaged.class)
                .hasMessageContaining("journal id 00000000000000010000000000000002")
                .hasMessageContaining("journal id 0123456789abcdef1122334455667788");
    }

    @Test
    void aNewerFormatIsNamedWithBothVersions() {
        byte[] segment = disk.content(LAST).clone();
        Layout.putU32(segment, 8, 2);
        Layout.putU32(segment, 60, Layout.crc(segment, 0, 60));
        byte[] frame = disk.content(LAST).clone();
        frame[68] = 2;
        Layout.putU32(frame, 92, Layout.crcWithId(History.ID, frame, 64, 28));
        byte[] number = disk.content(Layout.ACKNOWLEDGED).clone();
        Layout.putU32(number, 8, 2);
        Layout.putU32(number, 28, Layout.crcWithId(History.ID, number, 0, 28));
        checkFormatUnknown(LAST, segment);
        checkFormatUnknown(LAST, frame);
        checkFormatUnknown(Layout.ACKNOWLEDGED, number);
    }

    private void checkFormatUnknown(String name, byte[] bytes) {
        SimulatedDisk newer = disk.copy();
        newer.put(name, bytes);
        assertThatThrownBy(() -> History.open(newer))
                .isInstanceOf(JournalFormatUnknown.class)
                .hasMessageContaining(name + " has journal format 2, but this release knows formats up to 1");
    }
}
