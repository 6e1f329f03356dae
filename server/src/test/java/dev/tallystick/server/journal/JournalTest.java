package dev.tallystick.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private final SimulatedDisk disk = new SimulatedDisk();

    @Test
    void emptyFolderBecomesAnEmptyJournal() {
        try (FileJournal journal = History.open(disk)) {
            assertThat(journal.nextEvent()).isZero();
            assertThat(journal.openReport()).isEqualTo(new OpenReport(0, 1, 0, 0, List.of()));
            History.check(journal);
            assertThatThrownBy(() -> journal.read(0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void appendedEventsComeBackNowAndAfterOpeningAgain() {
        try (FileJournal journal = History.open(disk)) {
            History.append(journal, 1, 7, 2, 30, 1, 1, 60, 3);
            History.check(journal);
        }
        try (FileJournal journal = History.open(disk)) {
            assertThat(journal.openReport().nextEvent()).isEqualTo(105);
            assertThat(journal.openReport().segments()).isGreaterThan(2);
            assertThat(journal.openReport().repairs()).isEmpty();
            History.append(journal, 4);
            History.check(journal);
        }
    }

    @Test
    void realFilesBehaveAsTheSimulatedDisk(@TempDir Path folder) {
        Path place = folder.resolve("some/journal");
        try (FileJournal journal = FileJournal.open(place, History.SMALL, JournalFiles.real())) {
            History.append(journal, 1, 7, 2, 30, 1, 1, 60, 3);
            History.check(journal);
        }
        try (FileJournal journal = FileJournal.open(place, History.SMALL, JournalFiles.real())) {
            assertThat(journal.openReport().repairs()).isEmpty();
            History.append(journal, 4);
            History.check(journal);
        }
    }

    @Test
    void replayStartsAtAnyEvent() {
        try (FileJournal journal = History.open(disk)) {
            History.append(journal, 1, 7, 2, 30, 1, 1, 20, 3);
            for (long from = 0; from <= journal.nextEvent(); from++) {
                History.check(journal, from);
            }
            assertThatThrownBy(() -> journal.replay(66, (_, _, _, _) -> {}))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void replayTellsWhereBatchesEnd() {
        try (FileJournal journal = History.open(disk)) {
            History.append(journal, 1, 7, 30, 1);
            List<Long> ends = new ArrayList<>();
            journal.replay(3, new EventVisitor() {
                @Override
                public void event(long number, byte[] buffer, int offset, int length) {
                    assertThat(number).isGreaterThanOrEqualTo(3);
                }

                @Override
                public void endOfBatch(long nextEvent) {
                    ends.add(nextEvent);
                }
            });
            assertThat(ends).containsExactly(8L, 38L, 39L);
        }
    }

    @Test
    void anotherWritersAppendIsAConflictAndStoresNothing() {
        try (FileJournal journal = History.open(disk)) {
            History.append(journal, 3);
            assertThatThrownBy(() -> journal.append(2, History.batch(2, 1)))
                    .isInstanceOfSatisfying(JournalConflict.class, conflict -> {
                        assertThat(conflict.expected()).isEqualTo(2);
                        assertThat(conflict.found()).isEqualTo(3);
                    })
                    .hasMessageContaining("expected next event 2, found 3");
            History.append(journal, 2);
            History.check(journal);
        }
    }

    @Test
    void segmentsAreRolledAtTheirSizeAndNamedByTheirFirstEvent() {
        try (FileJournal journal = History.open(disk)) {
            History.append(journal, 20, 20, 200, 1);
        }
        assertThat(disk.names())
                .containsExactly(
                        "00000000000000000000.journal",
                        "00000000000000000000.journal.offsets",
                        "00000000000000000020.journal",
                        "00000000000000000020.journal.offsets",
                        "00000000000000000040.journal",
                        "00000000000000000040.journal.offsets",
                        "00000000000000000240.journal",
                        "00000000000000000240.journal.offsets",
                        "acknowledged");
    }

    @Test
    void batchesBeyondTheReadWindowAreWhole() {
        EventBatch batch = new EventBatch();
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        batch.sink().bytes(large);
        batch.endEvent();
        try (FileJournal journal = History.open(disk)) {
            journal.append(0, batch);
            History.append(journal, 5);
            assertThat(journal.read(0).bytes()).isEqualTo(large);
            History.check(journal, 1);
        }
        try (FileJournal journal = History.open(disk)) {
            assertThat(journal.read(0).bytes()).isEqualTo(large);
            History.check(journal, 1);
        }
    }

    @Test
    void shortWritesAreContinued() {
        disk.writeAtMost(37);
        try (FileJournal journal = History.open(disk)) {
            History.append(journal, 1, 30, 40, 2);
        }
        try (FileJournal journal = History.open(disk)) {
            assertThat(journal.openReport().repairs()).isEmpty();
            History.check(journal);
        }
    }

    @Test
    void batchesAreReusableAndRefuseWhatCannotBeStored() {
        EventBatch batch = new EventBatch();
        assertThatIllegalStateException().isThrownBy(batch::endEvent).withMessageContaining("at least 1 byte");
        try (FileJournal journal = History.open(disk)) {
            assertThatIllegalArgumentException().isThrownBy(() -> journal.append(0, batch));
            batch.sink().u8(7);
            batch.endEvent();
            batch.sink().u8(8);
            assertThatIllegalArgumentException().isThrownBy(() -> journal.append(0, batch));
            batch.dropOpenEvent();
            journal.append(0, batch);
            batch.reset();
            batch.sink().u8(9);
            batch.endEvent();
            journal.append(1, batch);
            assertThat(journal.read(0).bytes()).containsExactly(7);
            assertThat(journal.read(1).bytes()).containsExactly(9);
        }
    }

    @Test
    void batchHoldsSixtyFiveThousandEventsAndNotOneMore() {
        EventBatch batch = new EventBatch();
        for (int i = 0; i < EventBatch.MAX_EVENTS; i++) {
            assertThat(batch.hasRoom(1, 2)).isTrue();
            batch.sink().u16(i);
            batch.endEvent();
        }
        assertThat(batch.hasRoom(1, 2)).isFalse();
        batch.sink().u16(1);
        assertThatIllegalStateException().isThrownBy(batch::endEvent).withMessageContaining("append the batch before");
        try (FileJournal journal = History.open(disk)) {
            journal.append(0, batch);
            assertThat(journal.nextEvent()).isEqualTo(EventBatch.MAX_EVENTS);
            assertThat(journal.read(65_534).bytes()).containsExactly(0xff, 0xfe);
        }
    }

    @Test
    void aClosedJournalSaysSo() {
        FileJournal journal = History.open(disk);
        History.append(journal, 1);
        journal.close();
        journal.close();
        assertThatThrownBy(() -> journal.append(1, History.batch(1, 1)))
                .isInstanceOf(JournalStopped.class)
                .hasMessageContaining("is closed");
        assertThatIllegalStateException().isThrownBy(() -> journal.read(0));
    }

    @Test
    void readersSeeEveryAcknowledgedEventWhileAnotherThreadAppends(@TempDir Path folder) throws Exception {
        try (FileJournal journal = FileJournal.open(folder, History.SMALL, JournalFiles.real())) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread appender = Thread.ofPlatform()
                    .uncaughtExceptionHandler((_, e) -> failure.set(e))
                    .start(() -> {
                        for (int i = 0; i < 200; i++) {
                            History.append(journal, 1 + i % 9);
                        }
                    });
            Random random = new Random(5);
            while (appender.isAlive()) {
                long next = journal.nextEvent();
                if (next > 0) {
                    long number = random.nextBoolean() ? next - 1 : random.nextLong(next);
                    assertThat(journal.read(number).bytes()).isEqualTo(History.event(number));
                }
            }
            appender.join();
            assertThat(failure.get()).isNull();
            History.check(journal);
        }
    }

    @Test
    void anInterruptedReaderOrWriterDisturbsNobody(@TempDir Path folder) {
        try (FileJournal journal = FileJournal.open(folder, History.SMALL, JournalFiles.real())) {
            History.append(journal, 5);
            Thread.currentThread().interrupt();
            assertThat(journal.read(3).bytes()).isEqualTo(History.event(3));
            assertThat(Thread.interrupted()).isTrue();
            Thread.currentThread().interrupt();
            History.append(journal, 5);
            assertThat(Thread.interrupted()).isTrue();
            History.check(journal);
        }
    }
}
