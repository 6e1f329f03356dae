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

/** Computes a customer's balance. */
@Command(
        name = "derive",
        description = "Compute a customer's balance from its records.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick derive acme --period 2026-03 --granularity day")
final class DeriveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CUSTOMER", description = "Whose balance.")
    private String customer = "";

    @Option(
            names = "--time-basis",
            paramLabel = "recorded|occurred",
            description = "Which time decides whether a delta counts: recorded (default) or occurred.")
    private @Nullable String timeBasis;

    @Option(names = "--limit", paramLabel = "N", description = "Rows shown, 1 to 1,000 (default: 100).")
    private @Nullable String limit;

    @Option(names = "--offset", paramLabel = "N", description = "Rows passed over.")
    private @Nullable String offset;

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Target target = new Target("/api/v1/balance/derive").part(customer);
        scope.addTo(target);
        target.with("timeBasis", timeBasis).with("limit", limit).with("offset", offset);
        ApiClient client = options.client();
        JsonValue data = client.get(target.toString());
        Sheet.print(data, options.json());
        if (!"occurred".equals(timeBasis)
                && data instanceof JsonObject derived
                && Long.valueOf(0).equals(Members.whole(derived, "deltaCount"))) {
            LateUsage.tellOption(LateUsage.of(client, derived));
        }
        return ExitCode.GOOD;
    }
}
