package dev.tallystick.server.index.hashes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.journal.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashRunsTest {
    private static final Path FOLDER = Path.of("index");
    private static final int SOUGHT = 150;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Map<HashKind, TreeSet<Entry>> model = new EnumMap<>(HashKind.class);
    private byte[] stored = {};
    private long events;

    HashRunsTest() {
        for (HashKind kind : HashKind.values()) {
            model.put(kind, new TreeSet<>());
        }
    }

    private static HashRuns open(SimulatedDisk disk, byte[] listing) throws IOException {
        HashRuns runs = new HashRuns(disk, FOLDER);
        runs.load(listing);
        return runs;
    }

    /** A generation: entries of each kind, listed and published. */
    private void add(HashRuns runs, long[] references, long[] proofs) throws IOException {
        Draft draft = runs.draft();
        Map<HashKind, TreeSet<Entry>> added = new EnumMap<>(HashKind.class);
        added.put(HashKind.REFERENCE, entries(references));
        added.put(HashKind.PROOF, entries(proofs));
        for (HashKind kind : HashKind.values()) {
            draft.write(kind, added.get(kind).size(), Entry.source(added.get(kind)));
        }
        stored = draft.listing();
        added.forEach((kind, entries) -> model.get(kind).addAll(entries));
        runs.publish(draft);
    }

    private TreeSet<Entry> entries(long[] hashes) {
        TreeSet<Entry> sorted = new TreeSet<>();
        for (long hash : hashes) {
            sorted.add(new Entry(hash, events++));
        }
        return sorted;
    }

    private void check(HashRuns runs) throws IOException {
        for (HashKind kind : HashKind.values()) {
            List<Entry> all = new ArrayList<>();
            runs.forEach(kind, (hash, event) -> all.add(new Entry(hash, event)));
            assertThat(all).containsExactlyElementsOf(model.get(kind));
            List<Entry> some = new ArrayList<>(model.get(kind));
            Collections.shuffle(some, new Random(some.size()));
            for (Entry entry : some.subList(0, Math.min(SOUGHT, some.size()))) {
                for (long hash : new long[] {entry.hash(), entry.hash() - 1, entry.hash() + 1, ~entry.hash()}) {
                    assertThat(Entry.found(runs, kind, hash)).isEqualTo(Entry.wanted(model.get(kind), hash));
                }
                assertThat(runs.find(kind, entry.hash(), event -> event == entry.event()))
                        .isEqualTo(entry.event());
            }
        }
    }

    /** Evenly spread hashes as of texts, and what no text is likely to have: few different ones, neighbours, both ends. */
    private static long[] hashes(Random random, int count) {
        long[] hashes = new long[count];
        int sort = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            hashes[i] = switch (sort) {
                case 0, 1 -> random.nextLong();
                case 2 -> random.nextInt(5) - 2;
                default -> 0x7fff_ffff_ffff_ff00L + random.nextInt(1_000);
            };
        }
        return hashes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void runs_findWhatWasAdded_andNothingElse(long seed) throws IOException {
        Random random = new Random(seed);
        HashRuns runs = open(disk, stored);
        for (int generation = 0; generation < 30; generation++) {
            add(runs, hashes(random, random.nextInt(40)), hashes(random, random.nextInt(600)));
            if (random.nextInt(6) == 0) {
                check(runs);
            }
            if (random.nextInt(6) == 0) {
                runs.close();
                runs = open(disk, stored);
                check(runs);
                runs.makeFilters(() -> random.nextInt(1_000) == 0);
                runs.makeFilters(() -> false);
            }
        }
        check(runs);
        runs.close();
    }

    @Test
    void merging_keepsFewRuns_andOnlyTheirFiles() throws Exception {
        HashRuns runs = open(disk, stored);
        Random random = new Random(9);
        for (int generation = 0; generation < 200; generation++) {
            add(runs, random.longs(20).toArray(), new long[] {});
            awaitMerge();
        }
        // 4,000 entries: of each size, from 16 on, at most three and those that gathered while a merge waited to be
        // taken.
        int listed = stored.length / 13;
        assertThat(listed).isBetween(1, 5 * 4);
        assertThat(disk.names()).filteredOn(name -> name.endsWith(".hashes")).hasSizeBetween(listed, listed + 1);
        check(runs);
        runs.close();
    }

    /** The merging thread, if there is one, ends by itself. */
    private static void awaitMerge() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("index-merge")) {
                thread.join();
            }
        }
    }

    @Test
    void searching_goesOnWhileRunsAreMergedAndTheirFilesClosed() throws Exception {
        HashRuns runs = open(disk, stored);
        Random random = new Random(10);
        add(runs, random.longs(1_000).toArray(), random.longs(1_000).toArray());
        List<Entry> first = List.copyOf(model.get(HashKind.PROOF));
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> asked = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int from = i;
                asked.add(readers.submit(() -> {
                    int count = 0;
                    for (; !done.get() || count < 1_000; count++) {
                        Entry entry = first.get((from + count) % first.size());
                        assertThat(runs.find(HashKind.PROOF, entry.hash(), event -> true))
                                .isEqualTo(entry.event());
                    }
                    return count;
                }));
            }
            for (int generation = 0; generation < 40; generation++) {
                add(runs, random.longs(100).toArray(), random.longs(1_000).toArray());
            }
            done.set(true);
            for (Future<Integer> each : asked) {
                assertThat(each.get()).isGreaterThanOrEqualTo(1_000);
            }
        }
        check(runs);
        runs.close();
    }

    /** Whichever step of a generation fails, and how: what was listed before is there, and what is listed after. */
    @ParameterizedTest
    @EnumSource(SimulatedDisk.Fault.class)
    void aStepThatFails_leavesWhatIsListed(SimulatedDisk.Fault fault) throws IOException {
        int failed = 0;
        for (long step = 1; step < 40; step++) {
            SimulatedDisk faulty = new SimulatedDisk();
            HashRunsTest story = new HashRunsTest();
            Random random = new Random(step);
            HashRuns runs = open(faulty, story.stored);
            story.add(runs, random.longs(700).toArray(), random.longs(50).toArray());
            faulty.failAt(step, fault);
            try {
                for (int generation = 0; generation < 3; generation++) {
                    story.add(
                            runs, random.longs(300).toArray(), random.longs(50).toArray());
                }
            } catch (IOException e) {
                failed++;
            }
            runs.close();
            for (SimulatedDisk left : List.of(faulty.copy(), faulty.powerFailure())) {
                HashRuns again = open(left, story.stored);
                story.check(again);
                again.close();
                assertThat(left.names()).hasSize(story.stored.length / 13);
            }
        }
        assertThat(failed).isPositive();
    }

    @Test
    void filesThatAreNotListed_areDeleted() throws IOException {
        HashRuns runs = open(disk, stored);
        add(runs, new long[] {1, 2}, new long[] {3});
        Draft draft = runs.draft();
        draft.write(HashKind.PROOF, 1, entries -> entries.take(4, 4));
        draft.listing();
        disk.put("000007.sst", new byte[] {1});
        runs.close();

        assertThat(disk.names()).contains("2.hashes");
        check(open(disk, stored));
        assertThat(disk.names()).containsExactlyInAnyOrder("0.hashes", "1.hashes", "000007.sst");
    }

    /** The runs are there as they were, so a disk that is full for a moment is no reason to stop. */
    @Test
    void aMergeThatCannotBeWritten_isTriedAgain() throws Exception {
        HashRuns runs = open(disk, stored);
        Random random = new Random(12);
        for (int generation = 0; generation < 3; generation++) {
            add(runs, random.longs(20).toArray(), new long[] {});
        }
        // Four steps make the fourth run; the fifth begins the merged one.
        disk.failAt(6, SimulatedDisk.Fault.HALF);
        add(runs, random.longs(20).toArray(), new long[] {});
        awaitMerge();
        add(runs, random.longs(20).toArray(), new long[] {});
        assertThat(disk.names()).hasSizeBetween(5, 6);
        awaitMerge();
        add(runs, random.longs(20).toArray(), new long[] {});
        assertThat(disk.names()).hasSize(2);
        check(runs);
        runs.close();
    }

    @Test
    void closing_givesUpAMerge() throws Exception {
        HashRuns runs = open(disk, stored);
        Random random = new Random(11);
        for (int generation = 0; generation < 4; generation++) {
            add(runs, random.longs(20_000).toArray(), new long[] {});
        }
        runs.close();
        HashRuns again = open(disk, stored);
        check(again);
        again.close();
    }
}
