package dev.tallystick.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows and changes the tenant's settings. */
@Command(
        name = "settings",
        description = "Show the tenant's settings on a plane, or change them.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick settings --auto-close off")
final class SettingsCommand implements Callable<Integer> {
    private static final String PATH = "/dashboard/settings";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--auto-close",
            paramLabel = "on|off",
            description = "Whether every customer's month is sealed by itself once it is over.")
    private @Nullable String autoClose;

    @Option(
            names = "--share-net-change",
            paramLabel = "on|off",
            description = "Whether whoever holds a root is shown the sum of what it covers, without a key.")
    private @Nullable String shareNetChange;

    @Mixin
    private final EnvironmentOptions environment = new EnvironmentOptions();

    @Mixin
    private final OperatorOptions options = new OperatorOptions();

    @Override
    public Integer call() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        put(body, "autoClose", "--auto-close", autoClose);
        put(body, "shareNetChange", "--share-net-change", shareNetChange);
        if (body.isEmpty()) {
            return options.get(PATH + "?environment=" + environment.name());
        }
        body.put("environment", environment.name());
        return options.post(PATH, body);
    }

    private void put(Map<String, @Nullable Object> body, String field, String option, @Nullable String wanted) {
        if (wanted == null) {
            return;
        }
        if (!wanted.equals("on") && !wanted.equals("off") && spec != null) {
            throw new ParameterException(spec.commandLine(), option + " must be on or off");
        }
        body.put(field, wanted.equals("on"));
    }
}
