package dev.tallystick.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.server.sequencer.BreakableJournal.Break;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A large group is decided while the one before it is still being stored. */
class OverlapTest {
    private static final PlaneOptions OPTIONS = new PlaneOptions(10_000, 1_000, 500);
    private static final int SIZE = 400;

    @TempDir
    Path folder;

    /** Deltas of 1 for one customer with the references r{from}, r{from+1}, ... */
    private static Command batch(int from, Idempotency idempotency) {
        List<DeltaRequest> deltas = new ArrayList<>();
        for (int i = from; i < from + SIZE; i++) {
            deltas.add(PlaneFolder.delta("x", "1", "r" + i));
        }
        return PlaneFolder.command(deltas, idempotency);
    }

    private static Future<Outcome> submitHeld(PlaneFolder plane, ExecutorService threads, Command first)
            throws InterruptedException {
        plane.journal.hold();
        Future<Outcome> held = threads.submit(() -> plane.plane.submit(first));
        plane.journal.awaitHeld();
        return held;
    }

    /** Submits a command and returns when the writer has begun to decide it. */
    private static Future<Outcome> decided(PlaneFolder plane, ExecutorService threads, Command command) {
        long before = plane.clockReadings.get();
        Future<Outcome> next = threads.submit(() -> plane.plane.submit(command));
        while (plane.clockReadings.get() == before) {
            Thread.onSpinWait();
        }
        return next;
    }

    private static List<DeltaResult> results(Future<Outcome> outcome) throws InterruptedException, ExecutionException {
        return ((Outcome.Deltas) outcome.get()).results();
    }

    @Test
    void nextGroup_seesThePendingOne_beforeItIsStored() throws InterruptedException, ExecutionException {
        Idempotency key = new Idempotency("key", Hash.ZERO);
        try (PlaneFolder plane = new PlaneFolder(folder, OPTIONS);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> first = submitHeld(plane, threads, batch(0, key));
            Future<Outcome> halfRepeated = decided(plane, threads, batch(SIZE / 2, null));
            assertThat(plane.records("x"))
                    .as("nothing shows before it is durable")
                    .isEmpty();
            assertThat(first.isDone() || halfRepeated.isDone()).isFalse();
            Future<Outcome> copy = threads.submit(() -> plane.plane.submit(batch(0, key)));
            plane.journal.release();

            assertThat(results(first)).allMatch(DeltaResult.Recorded.class::isInstance);
            assertThat(results(halfRepeated).subList(0, SIZE / 2))
                    .isEqualTo(results(first).subList(SIZE / 2, SIZE).stream()
                            .map(result -> (DeltaResult.Recorded) result)
                            .map(result -> new DeltaResult.Repeated(result.event(), result.delta()))
                            .toList());
            assertThat(results(halfRepeated).subList(SIZE / 2, SIZE)).allMatch(DeltaResult.Recorded.class::isInstance);
            assertThat(((Outcome.Deltas) copy.get()).replayed()).isTrue();
            plane.assertHas("x", Collections.nCopies(SIZE + SIZE / 2, "1"));
            Hash digest = plane.plane.digestWhenIdle();
            plane.reopen();
            plane.assertHas("x", Collections.nCopies(SIZE + SIZE / 2, "1"));
            assertThat(plane.plane.digestWhenIdle()).isEqualTo(digest);
        }
    }

    @Test
    void recordedAt_doesNotGoBackBehindAPendingGroup() throws InterruptedException, ExecutionException {
        try (PlaneFolder plane = new PlaneFolder(folder, OPTIONS);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long time = plane.clock.get() + 5_000;
            plane.clock.set(time);
            Future<Outcome> first = submitHeld(plane, threads, batch(0, null));
            plane.clock.set(time - 4_000);
            Future<Outcome> second = decided(plane, threads, batch(SIZE, null));
            plane.journal.release();
            first.get();
            second.get();
            assertThat(plane.records("x"))
                    .allMatch(record -> record.delta().recordedAt() == time)
                    .hasSize(2 * SIZE);
        }
    }

    /** Deciding it would read the clock: that happens only after the pending group is in the index. */
    @Test
    void administration_isDecidedOverWhatIsRecorded() throws InterruptedException, ExecutionException {
        try (PlaneFolder plane = new PlaneFolder(folder, OPTIONS);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> first = submitHeld(plane, threads, batch(0, null));
            plane.whenClockIsRead(() -> assertThat(plane.records("x")).hasSize(SIZE));
            Future<Outcome> opened = threads.submit(
                    () -> plane.plane.submit(new Command.OpenTenant("ten_bbbbbbbbbbbb", "B", Hash.ZERO)));
            plane.journal.release();
            opened.get();
            assertThat(first.get()).isInstanceOf(Outcome.Deltas.class);
            plane.reopen();
            assertThat(plane.plane.directory().tenant("ten_bbbbbbbbbbbb")).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_STORING", "AFTER_STORING"})
    void brokenAppend_takesTheGroupDecidedOnTopWithIt(Break where) throws InterruptedException {
        try (PlaneFolder plane = new PlaneFolder(folder, OPTIONS);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            plane.journal.breakNext(where);
            Future<Outcome> first = submitHeld(plane, threads, batch(0, null));
            Future<Outcome> onTop = decided(plane, threads, batch(SIZE, null));
            plane.journal.release();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(first::get)
                    .withCauseInstanceOf(PlaneStoppedException.class);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(onTop::get)
                    .withCauseInstanceOf(PlaneStoppedException.class);
            assertThat(plane.records("x")).isEmpty();
            assertThat(plane.plane.stoppedBecause()).contains("The disk failed");

            plane.reopen();
            assertThat(plane.records("x")).hasSize(where == Break.AFTER_STORING ? SIZE : 0);
            assertThat(plane.plane.submit(batch(SIZE, null))).isInstanceOf(Outcome.Deltas.class);
        }
    }

    @Test
    void closing_finishesThePendingGroup() throws InterruptedException, ExecutionException {
        try (PlaneFolder plane = new PlaneFolder(folder, OPTIONS);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> first = submitHeld(plane, threads, batch(0, null));
            Future<Outcome> second = decided(plane, threads, batch(SIZE, null));
            Future<?> closed = threads.submit(plane::close);
            plane.journal.release();
            closed.get();
            assertThat(results(first)).hasSize(SIZE);
            assertThat(results(second)).hasSize(SIZE);
            plane.open();
            assertThat(plane.records("x")).hasSize(2 * SIZE);
        }
    }
}
