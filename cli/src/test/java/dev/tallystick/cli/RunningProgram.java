package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.AddressRange;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.LogSettings;
import dev.tallystick.server.config.ServerSettings;
import dev.tallystick.server.config.WebhookSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program as people do: real processes in a folder of the test's own, without the caller's settings. */
abstract class RunningProgram {
    @TempDir
    Path folder;

    record Ended(int exitCode, String out, String err) {}

    /** A server with its data in the folder, which may tell webhooks to this machine. */
    final TallystickServer served() {
        WebhookSettings here = new WebhookSettings(false, List.of(AddressRange.parse("127.0.0.1")), null);
        return TallystickServer.start(
                new ServerSettings(
                        folder.resolve("data"),
                        new HttpSettings("127.0.0.1", 0),
                        ServerSettings.LogLevel.ERROR,
                        LogSettings.DEFAULT,
                        here),
                InstantSource.system());
    }

    final ProcessBuilder program(String... args) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.tallystick.cli.Main"));
        line.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TALLYSTICK_"));
        return builder;
    }

    final Ended run(String... args) throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process = program(args)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Runs it and requires the exit code, with a reason where it is no answer, and never a stack trace. */
    final Ended answers(int exitCode, String... args) throws Exception {
        Ended ended = run(args);
        assertThat(ended.exitCode())
                .as("%s: %s%s", List.of(args), ended.out(), ended.err())
                .isEqualTo(exitCode);
        assertThat(ended.err()).doesNotContain("\tat ");
        if (exitCode > 1) {
            assertThat(ended.err()).isNotBlank();
        }
        return ended;
    }
}
