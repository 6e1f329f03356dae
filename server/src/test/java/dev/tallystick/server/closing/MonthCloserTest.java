package dev.tallystick.server.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.TenantSettings;
import dev.tallystick.ledger.read.CheckpointReader.CheckpointFilter;
import dev.tallystick.ledger.read.StoredCheckpoint;
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
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneBusyException;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real planes over a folder; the only thing that is not real is the time. */
class MonthCloserTest {
    private static final String TENANT = "ten_aaaaaaaaaaaa";
    private static final int JANUARY =
            UtcMonth.of(Instant.parse("2026-01-15T00:00:00Z").toEpochMilli());

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private JournaledPlane plane;
    private MonthCloser closer;

    @BeforeEach
    void open() {
        FileJournal journal = FileJournal.open(
                folder.resolve("journal"), JournalOptions.defaults(new JournalId(1, 2)), JournalFiles.real());
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
        if (directory.tenant(TENANT) == null) {
            plane.submit(new Command.OpenTenant(TENANT, "Acme", Hash.ZERO));
        }
    }

    @AfterEach
    void close() {
        if (closer != null) {
            closer.close();
            closer = null;
        }
        plane.close();
    }

    private void start(Plane served) {
        closer = new MonthCloser(List.of(served), clock);
        closer.start();
        clock.settle();
    }

    private void restart() {
        close();
        open();
        start(plane);
    }

    private void record(String customer, String amount) {
        DeltaItem item = new DeltaItem(customer, Amount.parse(amount), "usage", null, null, null, null);
        DeltaRequest delta = new DeltaRequest.Valid(item, ContentHash.of(item));
        plane.submit(new Command.RecordDeltas(TENANT, List.of(delta), false, null));
    }

    private List<StoredCheckpoint> checkpoints() {
        return plane.reader()
                .checkpoints()
                .list(new CheckpointFilter(TENANT, null, Long.MIN_VALUE, Long.MAX_VALUE), 0, 1_000)
                .checkpoints();
    }

    private StoredCheckpoint latest(String customer) {
        return plane.reader().checkpoints().latest(new AccountKey(TENANT, customer));
    }

    @Test
    void month_isSealedForEveryCustomerWhenItIsOver_andNotBefore() {
        record("x", "5");
        record("y", "-2");
        start(plane);
        clock.set("2026-01-31T23:59:59.999Z");
        clock.settle();
        assertThat(checkpoints()).isEmpty();

        clock.set("2026-02-01T00:00:00Z");
        clock.settle();

        assertThat(checkpoints()).hasSize(2).allSatisfy(each -> {
            assertThat(each.statement().provisional()).isFalse();
            assertThat(UtcMonth.of(each.statement().window().start())).isEqualTo(JANUARY);
        });
        assertThat(latest("x").statement().figures().closing()).isEqualTo(Amount.of(5));
        assertThat(plane.directory().closedMonth(TENANT)).isEqualTo(JANUARY);

        // What comes later is in another month, which closes in its turn; y has nothing in it.
        record("x", "1");
        clock.set("2026-03-01T00:00:01Z");
        clock.settle();
        assertThat(checkpoints()).hasSize(3);
        assertThat(latest("x").statement().figures().opening()).isEqualTo(Amount.of(5));
        assertThat(plane.directory().closedMonth(TENANT)).isEqualTo(JANUARY + 1);
    }

    @Test
    void monthsThatEndedWhileTheServerWasDown_areSealedAtTheStart_once() {
        record("x", "5");
        clock.set("2026-02-10T00:00:00Z");
        record("x", "6");
        clock.set("2026-06-10T00:00:00Z");
        restart();
        assertThat(checkpoints()).hasSize(2);
        assertThat(plane.directory().closedMonth(TENANT)).isEqualTo(JANUARY + 1);
        restart();
        assertThat(checkpoints()).hasSize(2);
        assertThat(latest("x").statement().previousCheckpoint())
                .isEqualTo(checkpoints().getLast().statement().proofRoot());
    }

    /** A plane that fails at the n-th command of the closer, as when the server ends there. */
    private static Plane breaking(Plane real, int commands) {
        AtomicInteger left = new AtomicInteger(commands);
        return new ObservedPlane(real, command -> {
            if (left.getAndDecrement() <= 0) {
                throw new PlaneBusyException("the end");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void closingCutOffHalfWay_isFinishedByTheNextStart(int commands) {
        // Two commands wait for what is being stored, three seal 450 customers and one more closes the month.
        for (int i = 0; i < 450; i++) {
            record("c" + i, "1");
        }
        clock.set("2026-02-01T00:00:00Z");
        start(breaking(plane, commands));
        assertThat(plane.directory().closedMonth(TENANT)).isEqualTo(-1);
        assertThat(checkpoints()).hasSize(Math.clamp((commands - 2) * 200L, 0, 450));

        restart();

        assertThat(checkpoints()).hasSize(450);
        assertThat(plane.directory().closedMonth(TENANT)).isEqualTo(JANUARY);
    }

    @Test
    void tenantThatDoesNotWantIt_isLeftAlone_untilItDoes() {
        record("x", "5");
        plane.submit(new Command.ChangeTenantSettings(TENANT, new TenantSettings(false, false)));
        clock.set("2026-02-01T00:00:00Z");
        start(plane);
        assertThat(checkpoints()).isEmpty();
        restart();
        assertThat(checkpoints()).isEmpty();

        plane.submit(new Command.ChangeTenantSettings(TENANT, new TenantSettings(true, false)));
        clock.wake();
        clock.settle();
        assertThat(checkpoints()).hasSize(1);
    }

    @Test
    void windowSealedByHandAsProvisional_isSealedForGoodAtItsEnd() {
        record("x", "5");
        new Sealer(plane)
                .seal(
                        plane.reader().account(new AccountKey(TENANT, "x")),
                        UtcMonth.start(JANUARY),
                        UtcMonth.start(JANUARY + 1));
        assertThat(latest("x").statement().provisional()).isTrue();
        clock.set("2026-02-01T00:00:00Z");
        start(plane);
        assertThat(checkpoints()).hasSize(2);
        assertThat(latest("x").statement().provisional()).isFalse();
    }
}
