package dev.tallystick.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.ledger.read.LedgerUnreadableException;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One bit of an old record flips on the disk: only who needs that record hears of it, and nothing is half decided. */
class DamagedRecordTest {
    private static final String REFERENCE = "the-damaged-one";
    private static final Idempotency KEY = new Idempotency("key", Hash.ZERO);

    @TempDir
    Path folder;

    private PlaneFolder plane;
    private String file;
    private int at;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void oneOfThreeRecordsIsDamaged() throws IOException {
        plane = new PlaneFolder(folder, PlaneFolder.SMALL);
        plane.record("x", "1", "before");
        plane.plane.submit(PlaneFolder.command(List.of(PlaneFolder.delta("x", "2", REFERENCE)), KEY));
        plane.record("y", "1", "after");
        flipABit();
    }

    @AfterEach
    void close() {
        threads.close();
        plane.close();
    }

    private void flipABit() throws IOException {
        try (var files = Files.list(folder.resolve("journal"))) {
            Path journal = files.filter(each -> each.toString().endsWith(".journal"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(journal);
            // One char for each byte, so that the place in the text is the place in the file.
            at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(REFERENCE);
            assertThat(at).isPositive();
            file = journal.getFileName().toString();
        }
        flip();
    }

    private void flip() throws IOException {
        Path journal = folder.resolve("journal").resolve(file);
        byte[] bytes = Files.readAllBytes(journal);
        bytes[at] ^= 1;
        Files.write(journal, bytes);
    }

    /** What was stored meanwhile gives the same index when it is replayed from the beginning. */
    private void repairAndReplay() throws IOException {
        Hash digest = plane.plane.digestWhenIdle();
        plane.close();
        flip();
        try (var files = Files.walk(plane.index())) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        plane.open();
        assertThat(plane.plane.digestWhenIdle()).isEqualTo(digest);
        assertThat(plane.record("x", "2", REFERENCE)).isInstanceOf(DeltaResult.Repeated.class);
    }

    private static DeltaRequest adjusting(Adjusts adjusts) {
        DeltaItem item = new DeltaItem("x", Amount.parse("1"), "late", "adjusting", null, adjusts, null);
        return new DeltaRequest.Valid(item, ContentHash.of(item));
    }

    private static DeltaRequest damaged() {
        return PlaneFolder.delta("x", "2", REFERENCE);
    }

    private static Command batch(boolean atomic, DeltaRequest... deltas) {
        return new Command.RecordDeltas(PlaneFolder.TENANT, List.of(deltas), atomic, null);
    }

    static List<Command> commandsThatNeedIt() {
        DeltaRequest fresh = PlaneFolder.delta("fresh", "7", "f1");
        DeltaRequest same = PlaneFolder.delta("x", "7", "x7");
        return List.of(
                batch(false, damaged()),
                batch(false, fresh, same, damaged(), PlaneFolder.delta("fresh", "8", "f2")),
                batch(true, fresh, same, damaged()),
                batch(false, fresh, adjusting(new Adjusts(null, REFERENCE))),
                batch(false, fresh, adjusting(new Adjusts("r_0000000002", null))));
    }

    @ParameterizedTest
    @MethodSource("commandsThatNeedIt")
    void commandThatNeedsIt_isRefusedWhole_andThePlaneGoesOn(Command command) throws IOException {
        CommandUndecidedException undecided =
                catchThrowableOfType(CommandUndecidedException.class, () -> plane.plane.submit(command));
        assertThat(undecided.unreadable().damagedPlace()).startsWith(file + ", offset ");

        assertThat(plane.plane.stoppedBecause()).isNull();
        assertThat(plane.record("y", "3", "y3")).isInstanceOf(DeltaResult.Recorded.class);
        assertThat(plane.record("fresh", "5", "f1")).isInstanceOfSatisfying(DeltaResult.Recorded.class, recorded -> {
            assertThat(recorded.delta().sequence()).isEqualTo(1);
            assertThat(recorded.delta().balance()).isEqualTo(Amount.parse("5"));
        });
        assertThat(plane.record("x", "4", "x7"))
                .isInstanceOfSatisfying(
                        DeltaResult.Recorded.class,
                        recorded -> assertThat(recorded.delta().balance()).isEqualTo(Amount.parse("7")));
        plane.assertHas("y", List.of("1", "3"));
        plane.assertHas("fresh", List.of("5"));
        repairAndReplay();
        plane.assertHas("x", List.of("1", "2", "4"));
    }

    @Test
    void othersOfTheSameGroup_areStored() throws InterruptedException, ExecutionException, IOException {
        plane.journal.hold();
        Future<Outcome> held = threads.submit(() -> plane.plane.submit(PlaneFolder.one("y", "2", "held")));
        plane.journal.awaitHeld();
        List<Future<Outcome>> group = new ArrayList<>();
        for (Command each : List.of(
                PlaneFolder.one("y", "3", "first"),
                batch(false, PlaneFolder.delta("y", "50", "y50"), damaged()),
                PlaneFolder.one("y", "4", "last"))) {
            int waiting = plane.plane.queuedDeltas();
            group.add(threads.submit(() -> plane.plane.submit(each)));
            while (plane.plane.queuedDeltas() == waiting) {
                Thread.onSpinWait();
            }
        }
        plane.journal.release();

        held.get();
        assertThat(group.get(0).get()).isInstanceOf(Outcome.Deltas.class);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(group.get(1)::get)
                .withCauseInstanceOf(CommandUndecidedException.class);
        assertThat(group.get(2).get()).isInstanceOf(Outcome.Deltas.class);
        plane.assertHas("y", List.of("1", "2", "3", "4"));
        repairAndReplay();
    }

    @Test
    void groupOnTopOfAPendingOne_isForgottenAlone() throws InterruptedException, ExecutionException, IOException {
        DeltaRequest[] many = new DeltaRequest[400];
        DeltaRequest[] more = new DeltaRequest[400];
        for (int i = 0; i < many.length; i++) {
            many[i] = PlaneFolder.delta("z", "1", "z" + i);
            more[i] = i == many.length - 1 ? damaged() : PlaneFolder.delta("z", "1", "more" + i);
        }
        plane.journal.hold();
        Future<Outcome> pending = threads.submit(() -> plane.plane.submit(batch(false, many)));
        plane.journal.awaitHeld();
        // Answered while the group below it is still being stored: the writer does not wait for that to decide it.
        assertThatExceptionOfType(CommandUndecidedException.class)
                .isThrownBy(() -> plane.plane.submit(batch(false, more)));
        assertThat(pending.isDone()).isFalse();
        plane.journal.release();
        pending.get();
        assertThat(plane.record("z", "1", "more0"))
                .isInstanceOfSatisfying(
                        DeltaResult.Recorded.class,
                        recorded -> assertThat(recorded.delta().sequence()).isEqualTo(many.length + 1));
        repairAndReplay();
    }

    @Test
    void repeatOfAnAnsweredRequest_saysWhatCannotBeRead() {
        assertThatExceptionOfType(RecordUnreadableException.class)
                .isThrownBy(() -> plane.plane.submit(PlaneFolder.command(List.of(damaged()), KEY)))
                .satisfies(e -> assertThat(e.damagedPlace()).startsWith(file));
    }

    @Test
    void reads_nameIt_andOthersGoOn() {
        assertThatExceptionOfType(RecordUnreadableException.class)
                .isThrownBy(() -> plane.records("x"))
                .withMessageContaining("is damaged")
                .withMessageContaining(file);
        plane.assertHas("y", List.of("1"));
    }

    /** Where a damaged index answers wrongly elsewhere nobody knows; the next start builds it again. */
    @Test
    void anythingElseThatCannotBeRead_stopsThePlane() {
        plane.journal.breakReads(new IndexGone());
        assertThatExceptionOfType(PlaneStoppedException.class).isThrownBy(() -> plane.record("x", "1", "before"));
        assertThat(plane.plane.stoppedBecause()).contains("the index is gone");
    }

    private static final class IndexGone extends LedgerUnreadableException {
        private static final long serialVersionUID = 1L;

        IndexGone() {
            super("the index is gone", new IOException());
        }
    }
}
