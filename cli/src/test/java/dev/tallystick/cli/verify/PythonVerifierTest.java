package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The verifier in {@code conformance/python}, written from the pages alone, says of every sample what the Java verifier says.
 * The virtual environment it runs in stays under target/ for the next run.
 */
class PythonVerifierTest {
    private static final Path SOURCE = Samples.PROJECT.resolve("conformance/python");
    // Steps that only the Java verifier has for a whole log.
    private static final String MORE = "witnesses";

    private record Ended(int code, String said) {}

    @Test
    void bothVerifiersAgreeOnEveryStepOfEverySample() {
        List<String> line =
                new ArrayList<>(List.of(python().toString(), "-B", SOURCE.resolve("verify_receipt.py") + ""));
        Samples.keys("log").forEach(key -> line.addAll(List.of("--key", key)));
        Samples.keys("witness").forEach(key -> line.addAll(List.of("--witness", key)));
        List<Path> samples = Samples.all();
        samples.forEach(sample -> line.add(Samples.name(sample)));

        Ended ended = run(Samples.FOLDER, line);

        StringBuilder expected = new StringBuilder();
        samples.forEach(sample -> append(Samples.check(sample), expected));
        assertThat(samples).hasSizeGreaterThan(90);
        assertThat(ended.said()).isEqualTo(expected.toString());
        assertThat(ended.code()).isEqualTo(1);
    }

    private static void append(Checked checked, StringBuilder out) {
        out.append("# ").append(checked.name()).append('\n');
        for (Line line : checked.lines()) {
            if (checked.kind() != Checked.Kind.LOG || !line.step().equals(MORE)) {
                out.append(line.verdict().name().toLowerCase(Locale.ROOT));
                out.append(' ').append(line.step()).append('\n');
            }
        }
    }

    private static Path python() {
        Path place = Path.of("target").toAbsolutePath().resolve("python-verifier");
        Path python = place.resolve("bin/python");
        List<String> asked = List.of(python.toString(), "-c", "import cryptography, Crypto.Hash.keccak");
        if (!Files.exists(python) || run(SOURCE, asked).code() != 0) {
            Ended made = run(SOURCE, List.of("python3", "-m", "venv", "--clear", place.toString()));
            if (made.code() != 0) {
                skip("The Python verifier needs python3 with venv, which is not here: " + made.said());
            }
            Ended pip = run(
                    SOURCE,
                    List.of(
                            python.toString(),
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            "-r",
                            "requirements.txt"));
            if (pip.code() != 0) {
                skip("The Python verifier's two packages cannot be installed: " + pip.said());
            }
        }
        return python;
    }

    private static void skip(String sentence) {
        if (System.getenv("CI") != null) {
            fail(sentence);
        }
        System.err.println("SKIPPED: " + sentence);
        Assumptions.abort(sentence);
    }

    private static Ended run(Path folder, List<String> line) {
        try {
            Process process = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), said);
        } catch (IOException e) {
            return new Ended(-1, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
