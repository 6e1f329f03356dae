package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one record. */
@Command(
        name = "status",
        description = "Show one record by its id.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick status r_0000000002")
final class StatusCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RECORD", description = "The record id, r_ and digits.")
    private String record = "";

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        JsonValue data = options.client()
                .get(new Target("/api/v1/balance/delta").part(record).toString());
        Sheet.print(data, options.json());
        return ExitCode.GOOD;
    }
}
