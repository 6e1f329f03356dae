package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verifier in {@code conformance/python}, written from the pages and the samples by somebody who had not seen this code, says
 * of every sample what the Java verifier says. The virtual environment it runs in stays under target/ for the next run.
 */
class PythonVerifierTest {
    private static final Path SOURCE = Samples.PROJECT.resolve("conformance/python");

    private record Ended(int code, String said, String complained) {}

    @TempDir
    Path temporary;

    @Test
    void bothVerifiersAgree_onEveryStepOfEveryReceiptAndLog() {
        agree("verify_receipt.py", List.of(), Samples.in("receipts", "logs"), 115);
    }

    @Test
    void bothVerifiersAgree_whereTheCustomersKeyIsAskedFor() {
        List<String> key = List.of("--customer-key", Samples.keys("customer").getFirst());
        agree("verify_receipt.py", key, Samples.in(Samples.CUSTOMER_KEY), 3);
    }

    @Test
    void bothVerifiersAgree_onEveryStepOfEveryReport() {
        agree("verify_report.py", List.of(), Samples.in("reports"), 20);
    }

    private void agree(String script, List<String> more, List<Path> samples, int atLeast) {
        List<String> line = script(script);
        Samples.keys("log").forEach(key -> line.addAll(List.of("--key", key)));
        Samples.keys("witness").forEach(key -> line.addAll(List.of("--witness", key)));
        line.addAll(more);
        samples.forEach(sample -> line.add(Samples.name(sample)));

        Ended ended = run(Samples.FOLDER, line);

        StringBuilder expected = new StringBuilder();
        for (Path sample : samples) {
            Checked checked = Samples.check(sample);
            expected.append('\'').append(checked.name()).append("'\n").append(Samples.verdicts(checked));
        }
        assertThat(samples).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(ended.said()).isEqualTo(expected.toString());
        assertThat(ended.code()).isEqualTo(1);
        long failures = expected.toString()
                .lines()
                .filter(said -> said.startsWith("fail "))
                .count();
        assertThat(ended.complained().lines())
                .as("each failure explains itself")
                .hasSize((int) failures);
    }

    @Test
    void thePagesVectorsHold_andDamagedSamplesDoNot() {
        List<String> line = script("check_vectors.py");
        Ended ended = run(SOURCE, line);
        assertThat(ended.complained()).isEmpty();
        assertThat(ended.said()).endsWith(" checks hold\n");
        assertThat(ended.code()).isZero();
    }

    private List<String> script(String name) {
        return new ArrayList<>(
                List.of(python().toString(), "-B", SOURCE.resolve(name).toString()));
    }

    private Path python() {
        Path place = Path.of("target").toAbsolutePath().resolve("python-verifier");
        Path python = place.resolve("bin/python");
        Path wanted = SOURCE.resolve("requirements.txt");
        Path installed = place.resolve("requirements.txt");
        try {
            if (!Files.exists(installed) || Files.mismatch(wanted, installed) >= 0) {
                needed("python3", "-m", "venv", "--clear", place.toString());
                needed(python.toString(), "-m", "pip", "install", "--quiet", "-r", wanted.toString());
                Files.copy(wanted, installed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return python;
    }

    private void needed(String... line) {
        Ended ended = run(SOURCE, List.of(line));
        if (ended.code() != 0) {
            String sentence = "The Python verifier needs python3 with venv and two packages: " + ended.complained();
            if ("true".equals(System.getenv("CI"))) {
                fail(sentence);
            }
            System.err.println("SKIPPED: " + sentence);
            Assumptions.abort(sentence);
        }
    }

    private Ended run(Path folder, List<String> line) {
        Path complaints = temporary.resolve("complaints");
        try {
            Process process = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectError(complaints.toFile())
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), said, Files.readString(complaints));
        } catch (IOException e) {
            return new Ended(-1, "", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
