package dev.tallystick.cli.verify;

import dev.tallystick.proof.receipt.TrustPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of {@code samples/} and whom to trust with them. */
final class Samples {
    static final Path PROJECT = project();
    static final Path FOLDER = PROJECT.resolve("samples");

    private Samples() {}

    private static Path project() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("samples/keys.txt"))) {
                return folder;
            }
        }
        throw new AssertionError("samples/ was not found in any folder above the tests.");
    }

    static List<String> keys(String role) {
        try (var lines = Files.lines(FOLDER.resolve("keys.txt"))) {
            return lines.filter(line -> line.startsWith(role + " "))
                    .map(line -> line.substring(role.length() + 1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TrustPolicy policy() {
        Trust trust = new Trust();
        keys("log").forEach(trust::log);
        keys("witness").forEach(trust::witness);
        return trust.policy();
    }

    /** Every receipt and log, sorted. */
    static List<Path> all() {
        return FileChecks.listed(List.of(FOLDER.resolve("receipts"), FOLDER.resolve("logs")));
    }

    /** A sample's path below samples/, the same on every machine. */
    static String name(Path sample) {
        return FOLDER.relativize(sample).toString().replace('\\', '/');
    }

    static Checked check(Path sample) {
        return new FileCheck(policy()).check(sample, name(sample), read -> {});
    }
}
