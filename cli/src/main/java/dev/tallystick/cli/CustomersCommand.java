package dev.tallystick.cli;

import dev.tallystick.proof.json.JsonValue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists customers. */
@Command(
        name = "customers",
        description = "List customers.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick customers --search acme")
final class CustomersCommand implements Callable<Integer> {
    @Option(names = "--search", paramLabel = "TEXT", description = "Only ids that contain this.")
    private @Nullable String search;

    @Option(names = "--page", paramLabel = "N", description = "Page, from 1.")
    private @Nullable String page;

    @Option(names = "--limit", paramLabel = "N", description = "Customers on a page, to 100 (default: 25).")
    private @Nullable String limit;

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "Figures of one month.")
    private @Nullable String period;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Target target = new Target("/api/v1/balance/customers")
                .with("search", search)
                .with("page", page)
                .with("limit", limit)
                .with("period", period);
        JsonValue data = options.client().get(target.toString());
        Sheet.print(data, options.json());
        return ExitCode.GOOD;
    }
}
