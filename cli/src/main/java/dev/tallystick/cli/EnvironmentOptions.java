package dev.tallystick.cli;

import picocli.CommandLine.Option;

/** Which plane an operator's command is about. */
final class EnvironmentOptions {
    @Option(
            names = "--environment",
            defaultValue = "test",
            paramLabel = "test|live",
            description = "test: sandbox (default), live: production.")
    private String environment = "test";

    String name() {
        return environment;
    }
}
