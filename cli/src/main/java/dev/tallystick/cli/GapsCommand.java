package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks for missing sequence numbers. */
@Command(
        name = "gaps",
        description = "Look for missing sequence numbers in a customer's records; exit code 1 if there are any.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick gaps acme")
final class GapsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CUSTOMER", description = "Whose records.")
    private String customer = "";

    @Option(names = "--from", paramLabel = "N", description = "First sequence number.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "N", description = "Last sequence number.")
    private @Nullable String to;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Target target = new Target("/api/v1/balance/gaps")
                .part(customer)
                .with("fromSequence", from)
                .with("toSequence", to);
        JsonValue data = options.client().get(target.toString());
        Sheet.print(data, options.json());
        boolean contiguous = data instanceof JsonObject object && JsonBoolean.TRUE.equals(object.get("contiguous"));
        return contiguous ? ExitCode.GOOD : ExitCode.NO;
    }
}
