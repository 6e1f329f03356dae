package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final PageOptions page = new PageOptions();

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Target target = new Target("/api/v1/balance/customers").part(customer);
        page.addTo(target, "deltaPage", "deltaLimit");
        JsonValue data = options.client().get(target.toString());
        Sheet.print(data, options.json());
        return ExitCode.GOOD;
    }
}
