package dev.tallystick.simulator.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few rounds of what {@code ./crash} does a hundred times: a real server, real load, real SIGKILLs. */
class CrashLoopTest {
    private static final int ROUNDS = 5;

    @TempDir
    Path folder;

    @Test
    void everythingAcknowledgedSurvivesKillsOnceAndInOrder() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        CrashLoop loop = new CrashLoop(folder, 20_261_124, true, new PrintStream(log, true, StandardCharsets.UTF_8));

        long records = loop.run(ROUNDS);

        assertThat(records)
                .as("records verified; without any the rounds prove nothing:\n%s", log)
                .isPositive();
    }
}
