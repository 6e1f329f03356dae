package dev.tallystick.cli;

import dev.tallystick.proof.json.JsonValue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one customer. */
@Command(
        name = "customer",
        description = "Show one customer with its newest records.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick customer acme")
final class CustomerCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CUSTOMER", description = "Which customer.")
    private String customer = "";

    @Option(names = "--page", paramLabel = "N", description = "Page of records, from 1.")
    private @Nullable String page;

    @Option(names = "--limit", paramLabel = "N", description = "Records on a page (default: 20).")
    private @Nullable String limit;

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "Figures of one month.")
    private @Nullable String period;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Target target = new Target("/api/v1/balance/customers")
                .part(customer)
                .with("deltaPage", page)
                .with("deltaLimit", limit)
                .with("period", period);
        JsonValue data = options.client().get(target.toString());
        Sheet.print(data, options.json());
        return ExitCode.GOOD;
    }
}
