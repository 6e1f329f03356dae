package dev.tallystick.simulator.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.simulator.load.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./crash} is asked for is done or refused, never something else. */
class CrashOrderTest {
    private static final long SEED = 7;

    @TempDir
    private Path folder;

    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : List.of(line.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 100, 7",
        "--rounds 1, 1, 7",
        "--rounds 2147483647, 2147483647, 7",
        "--seed -5, 100, -5",
        "--seed 5 --rounds 3, 3, 5",
    })
    void aRun(String arguments, int rounds, long seed) {
        assertThat(CrashOrder.of(words(arguments), SEED)).isEqualTo(new CrashOrder.Run(rounds, seed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--rounds 3 --help", "--nonsense --help"})
    void help(String arguments) {
        assertThat(CrashOrder.of(words(arguments), SEED)).isEqualTo(new CrashOrder.Help());
    }

    @ParameterizedTest
    @CsvSource({
        "--round 5, no option --round",
        "5, no option 5",
        "--rounds 5 now, no option now",
        "--rounds, --rounds needs a number",
        "--rounds 5 --seed, --seed needs a number",
        "--rounds five, but five was given",
        "--rounds --seed 5, but --seed was given",
        "--seed 1.5, but 1.5 was given",
        "--rounds 0, but 0 was given",
        "--rounds -1, but -1 was given",
        "--rounds 2147483648, but 2147483648 was given",
    })
    void wrongUsage(String arguments, String why) {
        assertThat(CrashOrder.of(words(arguments), SEED))
                .isInstanceOfSatisfying(
                        CrashOrder.Wrong.class, wrong -> assertThat(wrong.why()).contains(why));
    }

    @Test
    void theProgramPrintsItsUsage_andItsExitCodeTellsHelpFromAMistake() throws Exception {
        assertThat(run("--help")).isEqualTo("0 " + CrashOrder.USAGE + "\n");
        assertThat(run("--round", "5")).isEqualTo("2 crash: there is no option --round\n" + CrashOrder.USAGE + "\n");
    }

    /** The exit code and all that the program printed. */
    private String run(String... arguments) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(Program.simulator(Crash.class.getName(), arguments))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        return process.waitFor() + " " + Files.readString(printed, StandardCharsets.UTF_8);
    }
}
