package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Show totals over all customers. */
@Command(
        name = "summary",
        description = "Show totals over all customers.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick summary")
final class SummaryCommand implements Callable<Integer> {

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        JsonValue data = options.client().get("/api/v1/balance/customers/summary");
        Sheet.print(data, options.json());
        return ExitCode.GOOD;
    }
}
