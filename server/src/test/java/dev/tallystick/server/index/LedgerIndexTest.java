package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.state.BrokenInvariantException;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.Salt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerIndexTest {
    private static final int TINY = 3;

    @TempDir
    Path folder;

    private static Hash rebuilt(Path where, List<Event> events, int generationRows) {
        try (LedgerIndex index =
                LedgerIndex.open(where, number -> events.get((int) number), new Directory(), generationRows)) {
            Recording.replay(index, events);
            return index.digest();
        }
    }

    /** Generations of three rows, so that heap, frozen generation and many sorted files all take part. */
    @ParameterizedTest
    @CsvSource({"1, 3", "2, 3", "3, 1", "4, 20"})
    void index_answersLikeTheWholeHistory(long seed, int generationRows) {
        Random random = new Random(seed);
        try (Recording recording = new Recording(folder.resolve("index"), seed, generationRows)) {
            for (int step = 0; step < 45; step++) {
                recording.step();
                switch (random.nextInt(10)) {
                    case 0 -> recording.reopen();
                    case 1 -> recording.index().flush();
                    case 2, 3 -> new NaiveIndex(recording.events()).check(recording.index());
                    default -> {}
                }
            }
            new NaiveIndex(recording.events()).check(recording.index());
            recording.reopen();
            new NaiveIndex(recording.events()).check(recording.index());
            assertThat(recording.directory().tenants()).hasSize(2);

            Hash digest = recording.index().digest();
            assertThat(rebuilt(folder.resolve("again"), recording.events(), 1000))
                    .as("rebuilt at one go, however it was written before")
                    .isEqualTo(digest);
        }
    }

    @Test
    void index_thatIsBehind_catchesUp() throws IOException {
        Path live = folder.resolve("index");
        Path old = folder.resolve("old");
        try (Recording recording = new Recording(live, 11, TINY)) {
            steps(recording, 20);
            recording.close();
            copy(live, old);
            recording.open(live);
            steps(recording, 20);
            Hash digest = recording.index().digest();
            long ahead = recording.index().nextEvent();
            recording.close();

            try (LedgerIndex behind = LedgerIndex.open(old, recording::event, new Directory(), TINY)) {
                assertThat(behind.nextEvent()).isPositive().isLessThan(ahead);
            }
            recording.open(old);
            new NaiveIndex(recording.events()).check(recording.index());
            assertThat(recording.index().digest()).isEqualTo(digest);
        }
    }

    @Test
    void index_thatWasDeleted_isRebuiltTheSame() throws IOException {
        try (Recording recording = new Recording(folder.resolve("index"), 12, TINY)) {
            steps(recording, 40);
            Hash digest = recording.index().digest();
            recording.close();
            delete(folder.resolve("index"));
            recording.open(folder.resolve("index"));
            new NaiveIndex(recording.events()).check(recording.index());
            assertThat(recording.index().digest()).isEqualTo(digest);
        }
    }

    /** The writer may fail in the middle of a group; what it applied of it has no totals yet and must not be kept. */
    @Test
    void group_appliedByHalf_isLeftToTheNextReplay() {
        try (Recording recording = new Recording(folder.resolve("index"), 13, 1000)) {
            steps(recording, 10);
            long atGroupEnd = recording.index().nextEvent();
            recording.close();
            List<Event> ended = List.copyOf(recording.events());
            recording.open(folder.resolve("index"));
            steps(recording, 10);
            recording.close();
            delete(folder.resolve("index"));

            LedgerIndex index = LedgerIndex.open(folder.resolve("index"), recording::event, new Directory(), 1000);
            Recording.replay(index, ended);
            index.apply(atGroupEnd, recording.event(atGroupEnd));
            index.apply(atGroupEnd + 1, recording.event(atGroupEnd + 1));
            index.close();

            recording.open(folder.resolve("index"));
            new NaiveIndex(recording.events()).check(recording.index());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void event_thatDoesNotFollow_isABrokenInvariant() {
        try (Recording recording = new Recording(folder.resolve("index"), 14, TINY)) {
            steps(recording, 10);
            List<Event> events = recording.events();
            DeltaRecorded first = (DeltaRecorded) events.stream()
                    .filter(DeltaRecorded.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            LedgerIndex index = recording.index();
            long next = index.nextEvent();
            long last = index.lastRecordedAt();
            Event late =
                    new RequestAnswered(new Event.Stamp(last, Salt.NONE, first.tenantId()), "k", Hash.ZERO, List.of());
            Event early = new RequestAnswered(
                    new Event.Stamp(last - 1, Salt.NONE, first.tenantId()), "k", Hash.ZERO, List.of());
            assertBroken(() -> index.apply(next + 1, late), "was applied where " + next + " was due");
            assertBroken(() -> index.apply(next, early), "before the one preceding it");
            assertBroken(() -> index.apply(next, at(first, last)), "expected record");
            index.apply(next, late);
        }
    }

    private static void assertBroken(Runnable call, String sentence) {
        assertThatExceptionOfType(BrokenInvariantException.class)
                .isThrownBy(call::run)
                .withMessageContaining(sentence);
    }

    private static DeltaRecorded at(DeltaRecorded delta, long recordedAt) {
        return new DeltaRecorded(
                recordedAt,
                delta.tenantId(),
                delta.item(),
                delta.sequence(),
                delta.balance(),
                delta.credits(),
                delta.salt(),
                delta.contentHash(),
                delta.proofHash(),
                delta.previousProofHash());
    }

    /** Answers to requests take room as well, also if none of their deltas was good. */
    @Test
    void answersAlone_fillAGeneration() {
        try (Recording recording = new Recording(folder.resolve("index"), 15, TINY)) {
            LedgerIndex index = recording.index();
            long number = index.nextEvent();
            for (int i = 0; i < 40; i++) {
                Event answer = new RequestAnswered(
                        new Event.Stamp(index.lastRecordedAt(), Salt.NONE, Recording.TENANTS.getFirst()),
                        "only" + i,
                        Hash.ZERO,
                        List.of());
                recording.events().add(answer);
                index.apply(number++, answer);
                index.endGroup();
            }
            assertThat(recording.index().heapEntries()).isLessThanOrEqualTo(2 * TINY);
            for (int i = 0; i < 40; i++) {
                assertThat(index.view().answered(Recording.TENANTS.getFirst(), "only" + i))
                        .isNotNull();
            }
        }
    }

    /** An event that leaves no entry moves the position on all the same, or the next start would replay it for ever. */
    @Test
    void eventWithoutAnEntry_isBehindThePositionOnDisk() {
        Path where = folder.resolve("index");
        try (Recording recording = new Recording(where, 16, TINY)) {
            steps(recording, 10);
            recording.index().flush();
            LedgerIndex index = recording.index();
            Event report = new Event.ComparisonReported(
                    new Event.Stamp(index.lastRecordedAt(), Salt.NONE, Recording.TENANTS.getFirst()),
                    "acme",
                    Hash.ZERO);
            long next = index.nextEvent();
            recording.events().add(report);
            index.apply(next, report);
            index.endGroup();
            recording.close();
            try (LedgerIndex again = LedgerIndex.open(where, recording::event, new Directory(), TINY)) {
                assertThat(again.nextEvent()).isEqualTo(next + 1);
            }
        }
    }

    static void steps(Recording recording, int count) {
        for (int i = 0; i < count; i++) {
            recording.step();
        }
    }

    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
