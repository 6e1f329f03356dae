package dev.tallystick.server.index.hashes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.server.journal.SimulatedDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HashRunMergeTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final RunStory story = new RunStory(disk);

    @Test
    void merging_keepsFewRuns_andOnlyTheirFiles() throws Exception {
        HashRuns runs = story.open();
        Random random = new Random(9);
        for (int generation = 0; generation < 200; generation++) {
            story.add(runs, random.longs(20).toArray(), new long[] {});
            RunStory.awaitMerge();
        }
        // 4,000 entries: of each size, from 16 on, at most three and those that gathered while a merge waited to be
        // taken.
        int listed = story.stored.length / 13;
        assertThat(listed).isBetween(1, 5 * 4);
        assertThat(disk.names()).filteredOn(name -> name.endsWith(".hashes")).hasSizeBetween(listed, listed + 1);
        story.check(runs);
        runs.close();
    }

    @Test
    void searching_goesOnWhileRunsAreMergedAndTheirFilesClosed() throws Exception {
        HashRuns runs = story.open();
        Random random = new Random(10);
        story.add(runs, random.longs(1_000).toArray(), random.longs(1_000).toArray());
        List<Entry> first = List.copyOf(story.model.get(HashKind.PROOF));
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
                story.add(runs, random.longs(100).toArray(), random.longs(1_000).toArray());
            }
            done.set(true);
            for (Future<Integer> each : asked) {
                assertThat(each.get()).isGreaterThanOrEqualTo(1_000);
            }
        }
        story.check(runs);
        runs.close();
    }

    /** The runs are there as they were, so a disk that is full for a moment is no reason to stop. */
    @Test
    void aMergeThatCannotBeWritten_isTriedAgain() throws Exception {
        HashRuns runs = story.open();
        Random random = new Random(12);
        for (int generation = 0; generation < 3; generation++) {
            story.add(runs, random.longs(20).toArray(), new long[] {});
        }
        // Four steps make the fourth run; the fifth begins the merged one.
        disk.failAt(6, SimulatedDisk.Fault.HALF);
        story.add(runs, random.longs(20).toArray(), new long[] {});
        RunStory.awaitMerge();
        story.add(runs, random.longs(20).toArray(), new long[] {});
        assertThat(disk.names()).as("half a run is deleted").hasSize(5);
        for (int generation = 0; generation < 20; generation++) {
            story.add(runs, random.longs(20).toArray(), new long[] {});
            RunStory.awaitMerge();
        }
        assertThat(disk.names()).hasSizeLessThan(10);
        story.check(runs);
        runs.close();
    }

    @Test
    void withoutRoomOnTheDisk_nothingIsMerged() throws Exception {
        HashRuns runs = new HashRuns(new HashRuns.Place(disk, Path.of("index"), 0, () -> 1 << 10));
        for (int generation = 0; generation < 8; generation++) {
            story.add(runs, new Random(generation).longs(20).toArray(), new long[] {});
            RunStory.awaitMerge();
        }
        assertThat(disk.names()).hasSize(8);
        story.check(runs);
        runs.close();
    }

    @Test
    void onADiskThatStaysNearlyFull_smallRunsAreMergedAllTheSame() throws Exception {
        HashRuns runs = new HashRuns(new HashRuns.Place(disk, Path.of("index"), 0, () -> 64 << 20));
        runs.load(story.stored);
        Random random = new Random(13);
        for (int generation = 0; generation < 100; generation++) {
            story.add(runs, random.longs(20).toArray(), new long[] {});
            RunStory.awaitMerge();
        }
        assertThat(disk.names()).hasSizeLessThan(20);
        story.check(runs);
        runs.close();
    }

    /** Filters that could not be made are no reason never to merge again. */
    @Test
    void afterFiltersFailed_runsAreMerged() throws Exception {
        HashRuns runs = story.open();
        for (int generation = 0; generation < 3; generation++) {
            story.add(runs, new Random(generation).longs(20).toArray(), new long[] {});
        }
        runs.close();
        HashRuns again = story.open();
        story.add(again, new Random(4).longs(20).toArray(), new long[] {});
        assertThat(disk.names()).as("nothing is merged before filters are made").hasSize(4);
        byte[] content = disk.content("0.hashes");
        content[0] ^= 1;
        assertThatThrownBy(() -> again.makeFilters(() -> false)).isInstanceOf(DamagedRunException.class);
        content[0] ^= 1;
        for (int generation = 5; generation < 7; generation++) {
            story.add(again, new Random(generation).longs(20).toArray(), new long[] {});
            RunStory.awaitMerge();
        }
        assertThat(disk.names()).hasSize(2);
        story.check(again);
        again.close();
    }

    @Test
    void closing_givesUpAMerge() throws Exception {
        HashRuns runs = story.open();
        Random random = new Random(11);
        for (int generation = 0; generation < 4; generation++) {
            story.add(runs, random.longs(20_000).toArray(), new long[] {});
        }
        runs.close();
        HashRuns again = story.open();
        story.check(again);
        again.close();
    }
}
