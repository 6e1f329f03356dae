package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code verify} prints for every file of {@code samples/}, against {@code samples/output/}. {@code -Dgolden.write=true}
 * writes those files anew: read the difference before it is committed.
 */
class SamplesOutputTest {
    static List<Path> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void output_isTheGoldenFiles(Path sample) throws IOException {
        Checked checked = Samples.check(sample);
        compare(Samples.name(sample) + ".out.txt", Printed.text(checked));
        compare(Samples.name(sample) + ".out.json", Printed.json(checked));
        assertThat(checked.passed()).isEqualTo(Samples.name(sample).contains("valid"));
        assertThat(Samples.verdicts(checked)).isEqualTo(Samples.steps(sample));
    }

    private static void compare(String name, String printed) throws IOException {
        Path golden = Samples.FOLDER.resolve("output").resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, printed);
        }
        assertThat(printed).isEqualTo(Files.readString(golden));
    }
}
