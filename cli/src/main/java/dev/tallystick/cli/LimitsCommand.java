package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Show the limits of the server. */
@Command(
        name = "limits",
        description = "Show the limits of the server.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick limits")
final class LimitsCommand implements Callable<Integer> {

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        JsonValue data = options.client().get("/api/v1/balance/limits");
        Sheet.print(data, options.json());
        return ExitCode.GOOD;
    }
}
