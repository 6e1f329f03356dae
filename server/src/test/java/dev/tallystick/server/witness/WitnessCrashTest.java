package dev.tallystick.server.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.proof.log.HeadChange;
import dev.tallystick.proof.note.AddCheckpointRequest;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.TreeHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessCrashTest {
    private static final ToldLog LOG = ToldLog.honest(300);

    @TempDir
    Path folder;

    /** The power fails before or after a head is on disk; the answer never leaves. */
    private record Failing(HeadStore real, boolean stored) implements HeadStore {
        @Override
        public @Nullable SignedHead read(String origin) throws IOException {
            return real.read(origin);
        }

        @Override
        public void write(SignedHead head) throws IOException {
            if (stored) {
                real.write(head);
            }
            throw new IOException("power failure");
        }
    }

    private static Witness witness(WitnessFolder open, HeadStore store) throws IOException {
        return new Witness(open.key(), List.of(ToldLog.KEY.verifier()), store, RunningWitness.CLOCK);
    }

    private static int status(Witness witness, AddCheckpointRequest request) throws IOException {
        return witness.add(request.text()).status();
    }

    @Test
    void crashBetweenWriteAndReplyLeavesNoWayToAnOlderOrForkedHead() throws IOException {
        ToldLog fork = ToldLog.of(300, 50);
        try (WitnessFolder open = WitnessFolder.open(folder, null, new Random(1))) {
            assertThat(status(witness(open, open), LOG.request(0, 100))).isEqualTo(200);
            Witness failing = witness(open, new Failing(open, true));
            assertThatThrownBy(() -> failing.add(LOG.request(100, 200).text())).hasMessage("power failure");
        }
        try (WitnessFolder open = WitnessFolder.open(folder, null, new Random(1))) {
            Witness again = witness(open, open);
            assertThat(status(again, fork.request(100, 200))).isEqualTo(409);
            assertThat(status(again, LOG.request(100, 150))).isEqualTo(409);
            assertThat(status(again, fork.request(200, 200))).isEqualTo(422);
            assertThat(status(again, LOG.request(200, 200))).isEqualTo(200);
        }
    }

    @Test
    void headThatCouldNotBeStoredIsNotCosigned() throws IOException {
        try (WitnessFolder open = WitnessFolder.open(folder, null, new Random(1))) {
            Witness failing = witness(open, new Failing(open, false));
            assertThatThrownBy(() -> failing.add(LOG.request(0, 100).text())).hasMessage("power failure");
            assertThat(open.read(ToldLog.ORIGIN)).isNull();
        }
    }

    /** Whatever honest and forking logs send, with crashes in between: all that was cosigned is one history. */
    @Property(tries = 60)
    void neverCosignsTwoHeadsThatDoNotFitTogether(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<ToldLog> told = List.of(ToldLog.honest(64), ToldLog.of(64, 20), ToldLog.of(64, 40), ToldLog.of(64, 0));
        List<TreeHead> cosigned = new ArrayList<>();
        List<ToldLog> by = new ArrayList<>();
        Path place = Files.createTempDirectory("witness");
        WitnessFolder open = WitnessFolder.open(place, null, random);
        for (int i = 0; i < 40; i++) {
            ToldLog log = told.get(random.nextInt(told.size()));
            SignedHead kept = open.read(ToldLog.ORIGIN);
            int last = kept == null ? 0 : (int) kept.head().size();
            int from = random.nextInt(4) > 0 ? last : random.nextInt(65);
            int to = Math.min(64, from + random.nextInt(6));
            HeadStore store = random.nextInt(8) > 0 ? open : new Failing(open, random.nextBoolean());
            try {
                if (status(witness(open, store), log.request(from, to)) == 200) {
                    cosigned.add(log.head(to));
                    by.add(log);
                }
            } catch (IOException e) {
                open.close();
                open = WitnessFolder.open(place, null, random);
            }
        }
        open.close();
        for (int i = 1; i < cosigned.size(); i++) {
            TreeHead before = cosigned.get(i - 1);
            TreeHead after = cosigned.get(i);
            assertThat(HeadChange.between(before, after, by.get(i)::tile).honest())
                    .as("%s then %s", before, after)
                    .isTrue();
        }
    }
}
