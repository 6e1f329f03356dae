package dev.tallystick.cli;

import dev.tallystick.proof.json.JsonValue;
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
            names = "--environment",
            defaultValue = "test",
            paramLabel = "test|live",
            description = "test: sandbox (default), live: production.")
    private String environment = "test";

    @Mixin
    private final OperatorOptions options = new OperatorOptions();

    @Override
    public Integer call() {
        String wanted = autoClose;
        if (wanted != null && !wanted.equals("on") && !wanted.equals("off") && spec != null) {
            throw new ParameterException(spec.commandLine(), "--auto-close must be on or off");
        }
        JsonValue data;
        if (wanted == null) {
            data = options.client().get(PATH + "?environment=" + environment);
        } else {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("autoClose", wanted.equals("on"));
            body.put("environment", environment);
            data = options.client().post(PATH, ApiClient.object(body));
        }
        Sheet.print(data, options.json());
        return ExitCode.GOOD;
    }
}
