package dev.tallystick.server.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.scope.UtcMonth;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.FileJournal;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.JournalId;
import dev.tallystick.server.journal.JournalOptions;
import dev.tallystick.server.sequencer.BreakableJournal;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A group decided in the last millisecond of a month is still being stored while the month is closed. */
class MonthEndTest {
    private static final String TENANT = "ten_aaaaaaaaaaaa";
    private static final long LAST = Instant.parse("2026-01-31T23:59:59.999Z").toEpochMilli();

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private BreakableJournal journal;
    private JournaledPlane plane;

    @BeforeEach
    void open() {
        journal = new BreakableJournal(FileJournal.open(
                folder.resolve("journal"), JournalOptions.defaults(new JournalId(1, 2)), JournalFiles.real()));
        Directory directory = new Directory();
        LedgerIndex index =
                LedgerIndex.open(folder.resolve("index"), event -> JournaledPlane.event(journal, event), directory, 50);
        plane = new JournaledPlane(
                PlaneName.SANDBOX,
                journal,
                index,
                directory,
                clock,
                JournaledPlane.platformEntropy(),
                PlaneOptions.DEFAULT);
        plane.submit(new Command.OpenTenant(TENANT, "Acme", Hash.ZERO));
    }

    @AfterEach
    void close() {
        plane.close();
    }

    private void record(String customer) {
        DeltaItem item = new DeltaItem(customer, Amount.of(1), "usage", null, null, null, null);
        plane.submit(new Command.RecordDeltas(
                TENANT, List.of(new DeltaRequest.Valid(item, ContentHash.of(item))), false, null));
    }

    private void assertSealed(String customer) {
        assertThat(plane.reader().account(new AccountKey(TENANT, customer)).lastAt())
                .isLessThanOrEqualTo(LAST);
        assertThat(plane.reader().checkpoints().latest(new AccountKey(TENANT, customer)))
                .as(customer)
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void customerWhoseFirstRecordIsBeingStoredAtMidnight_isSealedWithTheMonth(boolean tenantIsNew) throws Exception {
        if (!tenantIsNew) {
            record("early");
        } else {
            // The month before has a record, so that the closer looks at the tenant; January has none but the late one.
            clock.set("2025-12-15T12:00:00Z");
            record("december");
        }
        clock.set("2026-01-31T23:59:59.999Z");
        journal.hold();
        Thread late = Thread.ofVirtual().start(() -> record("late"));
        journal.awaitHeld();
        clock.set("2026-02-01T00:00:00Z");
        try (MonthCloser closer =
                new MonthCloser(List.of(new ObservedPlane(plane, command -> journal.release())), clock)) {
            closer.start();
            clock.settle();
        }
        late.join();

        assertThat(plane.directory().closedMonth(TENANT)).isEqualTo(UtcMonth.of(LAST));
        assertSealed("late");
        if (!tenantIsNew) {
            assertSealed("early");
        }
    }

    /** The clock is set back while the month is being sealed, and somebody new records in the month that was over. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "z"})
    void customerThatComesWhileTheClockIsSetBack_keepsTheMonthOpenUntilItIsSealedToo(String newcomer) {
        record("m");
        clock.set("2026-02-01T00:00:00Z");
        int[] commands = new int[1];
        ObservedPlane observed = new ObservedPlane(plane, command -> {
            commands[0]++;
            if (command instanceof Command.SealCheckpoints seal
                    && !seal.requests().isEmpty()
                    && commands[0] == 3) {
                clock.set("2026-01-31T23:59:59.999Z");
                record(newcomer);
                clock.set("2026-02-01T00:00:00.001Z");
            }
        });
        try (MonthCloser closer = new MonthCloser(List.of(observed), clock)) {
            closer.start();
            clock.settle();
            assertThat(plane.directory().closedMonth(TENANT)).isEqualTo(-1);

            clock.wake();
            clock.settle();
        }
        assertThat(plane.directory().closedMonth(TENANT)).isEqualTo(UtcMonth.of(LAST));
        assertSealed("m");
        assertSealed(newcomer);
    }
}
