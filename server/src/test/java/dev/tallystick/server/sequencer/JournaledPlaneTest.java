package dev.tallystick.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.FileJournal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaledPlaneTest {
    private static final PlaneOptions LARGE = new PlaneOptions(10_000, 5_000, 5);

    @TempDir
    Path folder;

    private static List<Outcome> parallel(PlaneFolder folder, List<? extends Command> commands)
            throws InterruptedException, ExecutionException {
        List<Outcome> outcomes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> running = new ArrayList<>();
            for (Command command : commands) {
                running.add(threads.submit(() -> folder.plane.submit(command)));
            }
            for (Future<Outcome> each : running) {
                outcomes.add(each.get());
            }
        }
        return outcomes;
    }

    @Test
    void restart_keepsEverything() {
        try (PlaneFolder plane = new PlaneFolder(folder, PlaneFolder.SMALL)) {
            plane.record("x", "-500", "ref-1");
            plane.record("x", "0.5", null);
            plane.record("y", "7", "ref-1");
            for (int restart = 0; restart < 3; restart++) {
                plane.reopen();
                plane.assertHas("x", List.of("-500", "0.5"));
                plane.assertHas("y", List.of("7"));
                assertThat(plane.plane.directory().tenant(PlaneFolder.TENANT)).isNotNull();
                assertThat(plane.record("x", "-500.0", "ref-1")).isInstanceOf(DeltaResult.Repeated.class);
            }
            plane.record("x", "1", "ref-2");
            plane.assertHas("x", List.of("-500", "0.5", "1"));
        }
    }

    @Test
    void clockThatGoesBack_doesNotTakeTheRecordsAlong() {
        try (PlaneFolder plane = new PlaneFolder(folder, PlaneFolder.SMALL)) {
            plane.record("x", "1", null);
            long first = plane.clock.get();
            plane.clock.addAndGet(-86_400_000);
            plane.record("x", "2", null);
            plane.reopen();
            plane.record("x", "3", null);
            plane.clock.set(first + 5);
            plane.record("x", "4", null);
            assertThat(plane.records("x").stream().map(record -> record.delta().recordedAt()))
                    .containsExactly(first, first, first, first + 5);
        }
    }

    @Test
    void thousandCopies_withOneReference_storeOneRecord() throws InterruptedException, ExecutionException {
        try (PlaneFolder plane = new PlaneFolder(folder, LARGE)) {
            List<Outcome> outcomes = parallel(plane, Collections.nCopies(1000, PlaneFolder.one("x", "-500", "ref-1")));
            List<DeltaResult> results = outcomes.stream()
                    .map(outcome -> ((Outcome.Deltas) outcome).results().getFirst())
                    .toList();
            assertThat(results)
                    .filteredOn(DeltaResult.Recorded.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(DeltaResult.Repeated.class::isInstance)
                    .hasSize(999);
            assertThat(plane.journal.nextEvent()).isEqualTo(2);
            plane.reopen();
            plane.assertHas("x", List.of("-500"));
        }
    }

    @Test
    void thousandCopies_withOneIdempotencyKey_storeOneRecord() throws InterruptedException, ExecutionException {
        try (PlaneFolder plane = new PlaneFolder(folder, LARGE)) {
            Command copy = PlaneFolder.command(
                    List.of(PlaneFolder.delta("x", "-500", null)), new Idempotency("key", Hash.ZERO));
            List<Outcome> outcomes = parallel(plane, Collections.nCopies(1000, copy));
            plane.reopen();
            outcomes.add(plane.plane.submit(copy));
            DeltaResult stored =
                    new DeltaResult.Recorded(1, plane.records("x").getFirst().delta());
            assertThat(outcomes)
                    .filteredOn(outcome -> !((Outcome.Deltas) outcome).replayed())
                    .hasSize(1);
            assertThat(outcomes)
                    .allSatisfy(outcome ->
                            assertThat(((Outcome.Deltas) outcome).results()).containsExactly(stored));
            plane.assertHas("x", List.of("-500"));
            assertThat(plane.plane.submit(PlaneFolder.command(
                            List.of(PlaneFolder.delta("x", "1", null)),
                            new Idempotency("key", Hash.parse("0x" + "ab".repeat(32))))))
                    .isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void batch_keepsItsOrder() {
        try (PlaneFolder plane = new PlaneFolder(folder, LARGE)) {
            List<DeltaRequest> deltas = new ArrayList<>();
            List<String> amounts = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                amounts.add(Integer.toString(i));
                deltas.add(PlaneFolder.delta("x", Integer.toString(i), null));
            }
            Outcome.Deltas outcome = (Outcome.Deltas) plane.plane.submit(PlaneFolder.command(deltas, null));
            plane.assertHas("x", amounts);
            List<StoredDelta> records = plane.records("x");
            for (int i = 0; i < 300; i++) {
                StoredDelta stored = records.get(i);
                assertThat(outcome.results().get(i)).isEqualTo(new DeltaResult.Recorded(1 + i, stored.delta()));
            }
        }
    }

    @Test
    void fullQueue_isBusy_andStoresNothing() throws InterruptedException, ExecutionException {
        try (PlaneFolder plane = new PlaneFolder(folder, PlaneFolder.SMALL);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            plane.journal.hold();
            Future<Outcome> written = threads.submit(() -> plane.plane.submit(PlaneFolder.one("x", "1", null)));
            plane.journal.awaitHeld();
            List<DeltaRequest> many = Collections.nCopies(600, PlaneFolder.delta("y", "1", null));
            Future<Outcome> waiting = threads.submit(() -> plane.plane.submit(PlaneFolder.command(many, null)));
            while (plane.plane.queuedDeltas() < 600) {
                Thread.onSpinWait();
            }
            List<DeltaRequest> more = Collections.nCopies(401, PlaneFolder.delta("z", "1", null));
            assertThatExceptionOfType(PlaneBusyException.class)
                    .isThrownBy(() -> plane.plane.submit(PlaneFolder.command(more, null)))
                    .withMessageContaining("Nothing of this request was stored");
            plane.journal.release();
            written.get();
            waiting.get();
            assertThat(plane.records("y")).hasSize(600);
            assertThat(plane.records("z")).isEmpty();
            assertThat(plane.plane.stoppedBecause()).isNull();
            plane.reopen();
            assertThat(plane.records("z")).isEmpty();
        }
    }

    /** Five allowed batches together exceed what one journal batch can hold. */
    @Test
    void groupLargerThanAJournalBatch_isStoredInSeveral() throws InterruptedException, ExecutionException {
        JsonObject metadata = new JsonObject(Map.of("text", new JsonString("m".repeat(16_000))));
        DeltaItem item = new DeltaItem("x", Amount.of(1), "usage", null, metadata, null, null);
        Command batch = PlaneFolder.command(Collections.nCopies(1000, new DeltaRequest.Valid(item, Hash.ZERO)), null);
        try (PlaneFolder plane = new PlaneFolder(folder, LARGE);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            plane.journal.hold();
            List<Future<Outcome>> running = new ArrayList<>();
            running.add(threads.submit(() -> plane.plane.submit(PlaneFolder.one("y", "1", null))));
            plane.journal.awaitHeld();
            for (int i = 0; i < 5; i++) {
                running.add(threads.submit(() -> plane.plane.submit(batch)));
            }
            while (plane.plane.queuedDeltas() < 5000) {
                Thread.onSpinWait();
            }
            plane.journal.release();
            for (Future<Outcome> each : running) {
                each.get();
            }
            assertThat(plane.plane.counters().groups()).isEqualTo(3);
            assertThat(plane.journal.nextEvent()).isEqualTo(5002);
        }
    }

    @Test
    void replay_intoAFreshIndex_givesTheSameBytes() {
        Hash written;
        try (PlaneFolder plane = new PlaneFolder(folder, PlaneFolder.SMALL)) {
            for (int i = 0; i < 40; i++) {
                plane.clock.addAndGet(i * 3_600_000L);
                plane.record("c" + i % 7, Integer.toString(i - 20), i % 3 == 0 ? null : "ref" + i % 11);
            }
            written = plane.plane.digestWhenIdle();
            plane.close();
            try (FileJournal journal = plane.openJournal();
                    LedgerIndex fresh = LedgerIndex.open(
                            folder.resolve("fresh"),
                            event -> JournaledPlane.event(journal, event),
                            new Directory(),
                            1000)) {
                journal.replay(
                        0,
                        (number, bytes, offset, length) ->
                                fresh.apply(number, EventCodec.decode(bytes, offset, length)));
                fresh.endGroup();
                assertThat(fresh.digest()).isEqualTo(written);
            }
            plane.open();
        }
    }
}
