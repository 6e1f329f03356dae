package dev.tallystick.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every step that changes the disk is broken in every way; the only questions are what was acknowledged and what is there. */
class FaultTest {
    /** Rolls twice, once with zeros written ahead behind the last frame. */
    private static final int[] BATCHES = {3, 15, 4, 14, 12, 1};

    @ParameterizedTest
    @EnumSource
    void noStepLosesOrForgesAnAcknowledgedEvent(SimulatedDisk.Fault fault) {
        long steps = run(new SimulatedDisk()).steps();
        assertThat(steps).isGreaterThan(50);
        int survived = 0;
        for (long step = 1; step <= steps; step++) {
            SimulatedDisk disk = new SimulatedDisk();
            disk.failAt(step, fault);
            Run run = run(disk);
            survived += run.failed() ? 0 : 1;
            disk.failAt(Long.MAX_VALUE, fault);
            recovers("killed at step " + step, disk.copy(), run);
            recovers("power failure at step " + step, disk.powerFailure(), run);
            long shown = recovers("restarted after step " + step, disk, run);
            // What a restart has shown must not vanish later, even if its fsync had failed before.
            Run afterwards = new Run(0, shown, shown, false);
            recovers("power failure after the restart after step " + step, disk.powerFailure(), afterwards);
        }
        // Only the offsets file written while opening is not worth stopping for.
        assertThat(survived).isLessThanOrEqualTo(1);
    }

    /**
     * What became of appending {@link #BATCHES}.
     *
     * @param acknowledged events of the appends that returned
     * @param tried those and the events of the append that failed
     */
    private record Run(long steps, long acknowledged, long tried, boolean failed) {}

    private static Run run(SimulatedDisk disk) {
        FileJournal journal;
        try {
            journal = History.open(disk);
        } catch (JournalUnreadable e) {
            return new Run(disk.steps(), 0, 0, true);
        }
        for (int count : BATCHES) {
            long next = journal.nextEvent();
            try {
                History.append(journal, count);
            } catch (JournalStopped e) {
                assertThat(journal.nextEvent()).isEqualTo(next);
                stopsForGood(journal, e);
                return new Run(disk.steps(), next, next + count, true);
            }
        }
        long next = journal.nextEvent();
        try {
            journal.close();
        } catch (JournalUnreadable e) {
            return new Run(disk.steps(), next, next, true);
        }
        return new Run(disk.steps(), next, next, false);
    }

    private static void stopsForGood(FileJournal journal, JournalStopped first) {
        long next = journal.nextEvent();
        assertThatThrownBy(() -> History.append(journal, 1))
                .isInstanceOf(JournalStopped.class)
                .hasMessage(first.getMessage())
                .hasCause(first.getCause());
        assertThat(journal.nextEvent()).isEqualTo(next);
        History.check(journal);
    }

    private static long recovers(String what, SimulatedDisk disk, Run run) {
        try (FileJournal journal = History.open(disk)) {
            assertThat(journal.nextEvent()).as(what).isIn(run.acknowledged(), run.tried());
            History.check(journal);
            History.append(journal, 1);
            History.check(journal);
            return journal.nextEvent();
        } catch (JournalException e) {
            throw new AssertionError(what, e);
        }
    }

    @Test
    void aFailedFsyncIsNeverRepeated() {
        SimulatedDisk disk = new SimulatedDisk();
        FileJournal journal = History.open(disk);
        History.append(journal, 3);
        disk.failAt(2, SimulatedDisk.Fault.LOST_BEFORE);
        assertThatThrownBy(() -> History.append(journal, 1))
                .isInstanceOf(JournalStopped.class)
                .hasMessageContaining("events from 3")
                .hasMessageContaining("injected");
        long steps = disk.steps();
        assertThatThrownBy(() -> History.append(journal, 1)).isInstanceOf(JournalStopped.class);
        journal.close();
        assertThat(disk.steps()).isEqualTo(steps);
    }
}
