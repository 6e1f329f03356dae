package dev.tallystick.server.index.hashes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.journal.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashRunsTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final RunStory story = new RunStory(disk);

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
        HashRuns runs = story.open();
        for (int generation = 0; generation < 30; generation++) {
            story.add(runs, hashes(random, random.nextInt(40)), hashes(random, random.nextInt(600)));
            if (random.nextInt(6) == 0) {
                story.check(runs);
            }
            if (random.nextInt(6) == 0) {
                runs.close();
                runs = story.open();
                story.check(runs);
                runs.makeFilters(() -> random.nextInt(1_000) == 0);
                runs.makeFilters(() -> false);
            }
        }
        story.check(runs);
        runs.close();
    }

    /** Whichever step of a generation fails, and how: what was listed before is there, and what is listed after. */
    @ParameterizedTest
    @EnumSource(SimulatedDisk.Fault.class)
    void aStepThatFails_leavesWhatIsListed(SimulatedDisk.Fault fault) throws IOException {
        int failed = 0;
        for (long step = 1; step < 40; step++) {
            SimulatedDisk faulty = new SimulatedDisk();
            RunStory story = new RunStory(faulty);
            Random random = new Random(step);
            HashRuns runs = story.open();
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
                HashRuns again = RunStory.open(left, story.stored);
                story.check(again);
                again.close();
                assertThat(left.names()).hasSize(story.stored.length / 13);
            }
        }
        assertThat(failed).isPositive();
    }

    @Test
    void filesThatAreNotListed_areDeleted() throws IOException {
        HashRuns runs = story.open();
        story.add(runs, new long[] {1, 2}, new long[] {3});
        Draft draft = runs.draft();
        draft.write(HashKind.PROOF, 1, entries -> entries.take(4, 4));
        draft.listing();
        disk.put("000007.sst", new byte[] {1});
        runs.close();

        assertThat(disk.names()).contains("2.hashes");
        story.check(story.open());
        assertThat(disk.names()).containsExactlyInAnyOrder("0.hashes", "1.hashes", "000007.sst");
    }
}
