package dev.tallystick.cli;

import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists, revokes and rotates API keys of a running server. */
@Command(
        name = "keys",
        description = "Make, list, revoke and rotate API keys. A new key is shown once.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick keys create --name 'nightly export' --environment live --scope read")
final class KeysCommand implements Runnable {
    private static final String PATH = "/dashboard/api-keys";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "Name what to do: create, list, revoke, rotate or log-rotate");
        }
    }

    @Command(name = "create", description = "Make a key.", mixinStandardHelpOptions = true)
    int create(
            @Option(names = "--name", required = true, description = "What it is for.") String name,
            @Mixin EnvironmentOptions environment,
            @Option(names = "--scope", paramLabel = "read|write", description = "May be given twice (default: both).")
                    @Nullable
                    List<String> scopes,
            @Mixin OperatorOptions options) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("environment", environment.name());
        if (scopes != null) {
            List<JsonValue> values = new ArrayList<>();
            scopes.forEach(scope -> values.add(new JsonString(scope)));
            body.put("scopes", new JsonArray(values));
        }
        return options.post(PATH, body);
    }

    @Command(name = "list", description = "List the keys, without their secrets.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--page", description = "Page, from 1.") @Nullable String page,
            @Option(names = "--limit", description = "Keys on a page, to 100 (default: 25).") @Nullable String limit,
            @Mixin OperatorOptions options) {
        String target = new Target(PATH).with("page", page).with("limit", limit).toString();
        return options.get(target);
    }

    @Command(name = "revoke", description = "Stop a key at once.", mixinStandardHelpOptions = true)
    int revoke(
            @Parameters(paramLabel = "KEY", description = "The key's id, such as key_0a1b2c3d4e5f.") String id,
            @Mixin OperatorOptions options) {
        String target = new Target(PATH).part(id).toString();
        return options.delete(target);
    }

    @Command(
            name = "rotate",
            description = "Make a new key like this one; the old one works on for a while.",
            mixinStandardHelpOptions = true)
    int rotate(
            @Parameters(paramLabel = "KEY", description = "The old key's id.") String id,
            @Option(
                            names = "--grace-seconds",
                            paramLabel = "S",
                            description = "How long the old one works on, 0 to 2592000 (default: 86400, a day).")
                    @Nullable
                    Long graceSeconds,
            @Mixin OperatorOptions options) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("graceSeconds", graceSeconds);
        String target = new Target(PATH).part(id) + "/rotate";
        return options.post(target, body);
    }

    @Command(
            name = "log-rotate",
            description =
                    "Give a plane's transparency log another signing key; the old one signs beside it for 30 days.",
            mixinStandardHelpOptions = true)
    int rotateLogKey(@Mixin EnvironmentOptions environment, @Mixin OperatorOptions options) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("environment", environment.name());
        return options.post("/dashboard/log-key/rotate", body);
    }
}
