package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists checkpoints. */
@Command(
        name = "checkpoints",
        description = "List checkpoints, newest first, or show one by its id.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick checkpoints --customer acme --period 2026-03")
final class CheckpointsCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/balance/checkpoints";

    @Parameters(paramLabel = "CHECKPOINT", arity = "0..1", description = "Show this one, such as chk_0000000009.")
    private @Nullable String checkpoint;

    @Option(names = "--customer", paramLabel = "ID", description = "Only this customer's.")
    private @Nullable String customer;

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "Only windows inside this UTC month.")
    private @Nullable String period;

    @Option(names = "--start", paramLabel = "TIME", description = "Only windows inside this one; needs --end.")
    private @Nullable String start;

    @Option(names = "--end", paramLabel = "TIME", description = "First instant after it.")
    private @Nullable String end;

    @Option(names = "--limit", paramLabel = "N", description = "Checkpoints shown, 1 to 100 (default: 50).")
    private @Nullable String limit;

    @Option(names = "--offset", paramLabel = "N", description = "Checkpoints passed over.")
    private @Nullable String offset;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Target target = new Target(PATH);
        if (checkpoint != null) {
            target.part(checkpoint);
        } else {
            target.with("customerId", customer)
                    .with("period", period)
                    .with("startDate", start)
                    .with("endDate", end)
                    .with("limit", limit)
                    .with("offset", offset);
        }
        JsonValue data = options.client().get(target.toString());
        if (checkpoint == null && !options.json() && data instanceof JsonObject list) {
            System.out.print(CheckpointSheet.text(list));
            System.out.flush();
        } else {
            Sheet.print(data, options.json());
        }
        return ExitCode.GOOD;
    }
}
