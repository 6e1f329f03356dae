package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists customers, makes them and sets how they are recorded for. */
@Command(
        name = "customers",
        description = {
            "List customers that have records. With a subcommand: what the operator sets for them.",
            "A cadence (HOURLY, SUB_DAILY, DAILY; PER_EVENT for none) lets one record be in each window."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ./tallystick customers --search acme",
            "  ./tallystick customers create --name 'Acme Ltd' --customer acme --cadence DAILY"
        })
final class CustomersCommand implements Callable<Integer> {
    private static final String PATH = "/dashboard/customers";

    @Option(names = "--search", paramLabel = "TEXT", description = "Only ids that contain this.")
    private @Nullable String search;

    @Mixin
    private final PageOptions page = new PageOptions();

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Target target = new Target("/api/v1/balance/customers").with("search", search);
        page.addTo(target, "page", "limit");
        JsonValue data = options.client().get(target.toString());
        Sheet.print(data, options.json());
        return ExitCode.GOOD;
    }

    /** What may be set. */
    static final class Settings {
        @Option(names = "--name", paramLabel = "TEXT", description = "Display name, for people.")
        private @Nullable String name;

        @Option(names = "--cadence", paramLabel = "C", description = "PER_EVENT, HOURLY, SUB_DAILY or DAILY.")
        private @Nullable String cadence;

        @Option(names = "--unit", paramLabel = "TEXT", description = "What one unit is called.")
        private @Nullable String unit;

        @Option(names = "--sharing", paramLabel = "WORD", description = "Sharing hint, such as INHERIT.")
        private @Nullable String sharing;

        Map<String, @Nullable Object> body() {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("displayName", name);
            body.put("eventCadence", cadence);
            body.put("unitLabel", unit);
            body.put("sharingStateHint", sharing);
            return body;
        }
    }

    @Command(name = "create", description = "Make a customer before its first record.", mixinStandardHelpOptions = true)
    int create(
            @Option(names = "--customer", paramLabel = "ID", description = "Its id (default: one is made up).")
                    @Nullable
                    String customer,
            @Mixin Settings settings,
            @Mixin EnvironmentOptions environment,
            @Mixin OperatorOptions operator) {
        Map<String, @Nullable Object> body = settings.body();
        body.put("customerId", customer);
        body.put("environment", environment.name());
        return operator.post(PATH, body);
    }

    @Command(name = "show", description = "Show what is set for a customer.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "CUSTOMER") String customer,
            @Mixin EnvironmentOptions environment,
            @Mixin OperatorOptions operator) {
        return operator.get(target(customer, environment));
    }

    @Command(
            name = "set",
            description = "Change what is set for a customer; the rest stays as it is.",
            mixinStandardHelpOptions = true)
    int set(
            @Parameters(paramLabel = "CUSTOMER") String customer,
            @Mixin Settings settings,
            @Mixin EnvironmentOptions environment,
            @Mixin OperatorOptions operator) {
        return operator.patch(target(customer, environment), settings.body());
    }

    private static String target(String customer, EnvironmentOptions environment) {
        return new Target(PATH)
                .part(customer)
                .with("environment", environment.name())
                .toString();
    }
}
