package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Show how many deltas were recorded this month and what the plan allows. */
@Command(
        name = "usage",
        description = "Show how many deltas were recorded this month and what the plan allows.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick usage")
final class UsageCommand implements Callable<Integer> {

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        JsonValue data = options.client().get("/api/v1/balance/usage");
        Sheet.print(data, options.json());
        return ExitCode.GOOD;
    }
}
