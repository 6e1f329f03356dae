package dev.tallystick.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.server.sequencer.BreakableJournal.Break;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlaneFailureTest {
    @TempDir
    Path folder;

    private static PlaneStoppedException failure(Future<Outcome> future) throws InterruptedException {
        try {
            throw new AssertionError("was answered: " + future.get());
        } catch (ExecutionException e) {
            return (PlaneStoppedException) e.getCause();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_STORING", "AFTER_STORING"})
    void brokenAppend_stopsThePlane_andLosesNothingAcknowledged(Break where) throws InterruptedException {
        try (PlaneFolder plane = new PlaneFolder(folder, PlaneFolder.SMALL);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> acknowledged = new ArrayList<>();
            for (int i = 1; i <= 12; i++) {
                plane.record("x", Integer.toString(i), "ref" + i);
                acknowledged.add(Integer.toString(i));
            }
            plane.journal.hold();
            plane.journal.breakNext(where);
            Future<Outcome> written = threads.submit(() -> plane.plane.submit(PlaneFolder.one("x", "100", "written")));
            plane.journal.awaitHeld();
            Future<Outcome> waiting = threads.submit(() -> plane.plane.submit(PlaneFolder.one("x", "200", "waiting")));
            while (plane.plane.queuedDeltas() < 1) {
                Thread.onSpinWait();
            }
            plane.journal.release();

            assertThat(failure(written).perhapsStored()).isTrue();
            assertThat(failure(waiting).perhapsStored()).isFalse();
            assertThatExceptionOfType(PlaneStoppedException.class)
                    .isThrownBy(() -> plane.record("x", "300", "later"))
                    .satisfies(e -> assertThat(e.perhapsStored()).isFalse());
            assertThat(plane.plane.stoppedBecause()).contains("The disk failed");
            plane.assertHas("x", acknowledged);

            plane.reopen();
            if (where == Break.AFTER_STORING) {
                acknowledged.add("100");
            }
            plane.assertHas("x", acknowledged);
            assertThat(plane.plane.stoppedBecause()).isNull();
            assertThat(plane.record("x", "100", "written"))
                    .as("a repeat is safe whatever had become of it")
                    .isInstanceOf(
                            where == Break.AFTER_STORING ? DeltaResult.Repeated.class : DeltaResult.Recorded.class);
        }
    }

    /** The index cannot be written any more: what was stored meanwhile is in the journal, acknowledged or not. */
    @Test
    void brokenIndex_stopsThePlane_andLosesNothingAcknowledged() throws IOException {
        PlaneFolder plane = new PlaneFolder(folder, PlaneFolder.SMALL);
        plane.record("x", "1", "ref1");
        Path obstacle = plane.index().resolve("incoming.sst");
        Files.createDirectory(obstacle);
        Files.createFile(obstacle.resolve("in the way"));

        List<String> stored = new ArrayList<>(List.of("1"));
        int acknowledged = 1;
        PlaneStoppedException stopped = null;
        // One generation fails to be written, which shows when the next is full.
        for (int i = 2; stopped == null && i < 30; i++) {
            stored.add(Integer.toString(i));
            try {
                plane.record("x", Integer.toString(i), "ref" + i);
                acknowledged++;
            } catch (PlaneStoppedException e) {
                stopped = e;
            }
        }
        assertThat(stopped).isNotNull();
        assertThat(stopped.perhapsStored()).isTrue();
        assertThat(acknowledged).isEqualTo(stored.size() - 1);
        plane.assertHas("x", stored);
        assertThatExceptionOfType(PlaneStoppedException.class)
                .isThrownBy(() -> plane.record("x", "99", "later"))
                .satisfies(e -> assertThat(e.perhapsStored()).isFalse());

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(plane::close);
        Files.delete(obstacle.resolve("in the way"));
        Files.delete(obstacle);
        plane.open();
        plane.assertHas("x", stored);
        assertThat(plane.record("x", Integer.toString(stored.size()), "ref" + stored.size()))
                .isInstanceOf(DeltaResult.Repeated.class);
        plane.close();
    }

    @Test
    void journalThatEndsBeforeItsIndex_isRefused() throws IOException {
        PlaneFolder plane = new PlaneFolder(folder, PlaneFolder.SMALL);
        for (int i = 0; i < 10; i++) {
            plane.record("x", "1", null);
        }
        plane.close();
        try (var files = Files.list(folder.resolve("journal"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        assertThatExceptionOfType(PlaneInconsistentException.class)
                .isThrownBy(plane::open)
                .withMessageContaining("ends at event 0")
                .withMessageContaining("has seen 11");
    }
}
