package dev.tallystick.cli.verify;

import dev.tallystick.proof.receipt.TrustPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files of {@code samples/} and whom to trust with them. */
final class Samples {
    static final Path PROJECT = project();
    static final Path FOLDER = PROJECT.resolve("samples");
    /** The folder of the samples that are checked with the customer's key asked for. */
    static final String CUSTOMER_KEY = "customer-key";

    private Samples() {}

    private static Path project() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("samples/policy.txt"))) {
                return folder;
            }
        }
        throw new AssertionError("samples/ was not found in any folder above the tests.");
    }

    static List<String> keys(String role) {
        try (var lines = Files.lines(FOLDER.resolve("customer-key/policy.txt"))) {
            return lines.filter(line -> line.startsWith(role + " "))
                    .map(line -> line.substring(role.length() + 1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TrustPolicy policy() {
        return trust().policy();
    }

    private static Trust trust() {
        Trust trust = new Trust();
        keys("log").forEach(trust::log);
        keys("witness").forEach(trust::witness);
        return trust;
    }

    /** Every sample there is. */
    static List<Path> all() {
        return in("receipts", "logs", "reports", CUSTOMER_KEY);
    }

    /** Every sample in these folders, sorted in each. */
    static List<Path> in(String... folders) {
        return FileChecks.listed(Stream.of(folders).map(FOLDER::resolve).toList());
    }

    /** A sample's path below samples/, the same on every machine. */
    static String name(Path sample) {
        return FOLDER.relativize(sample).toString().replace('\\', '/');
    }

    static Checked check(Path sample) {
        Trust trust = trust();
        if (sample.startsWith(FOLDER.resolve(CUSTOMER_KEY))) {
            trust.customer(keys("customer").getFirst());
        }
        return new FileCheck(trust.policy()).check(sample, name(sample), read -> {});
    }

    /** The verdicts that a separate program came to, a line for each step. */
    static String steps(Path sample) throws IOException {
        String file = sample.getFileName().toString();
        return Files.readString(
                Files.isDirectory(sample)
                        ? sample.resolve("steps")
                        : sample.resolveSibling(file.replace(".json", ".steps")));
    }

    /** The verdicts in the form of {@link #steps}. */
    static String verdicts(Checked checked) {
        StringBuilder out = new StringBuilder();
        for (Line line : checked.lines()) {
            if (checked.kind() != Checked.Kind.LOG || !line.step().equals("witnesses")) {
                out.append(line.verdict().name().toLowerCase(Locale.ROOT));
                out.append(' ').append(line.step()).append('\n');
            }
        }
        return out.toString();
    }
}
