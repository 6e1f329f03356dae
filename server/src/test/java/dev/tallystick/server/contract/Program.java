package dev.tallystick.server.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Runs other programs, as those who use this server do. */
final class Program {
    private static final long MINUTES_MAX = 4;

    private Program() {}

    /** What a program said on both its outputs, and how it ended. */
    record Ended(int code, String said) {}

    static Ended run(Map<String, String> environment, List<String> command) {
        try {
            Path said = Files.createTempFile("program", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " did not end within " + MINUTES_MAX + " minutes");
            }
            String text = Files.readString(said);
            Files.delete(said);
            return new Ended(process.exitValue(), text);
        } catch (IOException e) {
            return new Ended(-1, "cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Ended run(String... command) {
        return run(Map.of(), new ArrayList<>(List.of(command)));
    }

    /** Skips the test with a line anybody sees; where CI is true in the environment it fails instead. */
    static void skip(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(reason + " With CI=true this test must run.");
        }
        System.out.println("SKIPPED: " + reason);
        Assumptions.abort(reason);
    }
}
