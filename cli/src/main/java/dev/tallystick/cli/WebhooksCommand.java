package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after webhook endpoints of a running server. */
@Command(
        name = "webhooks",
        description = "Make, list, change, try and delete webhook endpoints. A new secret is shown once.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = {
            "  ./tallystick webhooks create --endpoint https://example.com/hook",
            "  ./tallystick webhooks deliveries webhook_4f8s2k6p9w1z --status failed"
        })
final class WebhooksCommand implements Runnable {
    private static final String PATH = "/dashboard/webhooks";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Name what to do: create, list, show, change, enable, disable, delete, rotate, test, deliveries,"
                            + " retry or replay");
        }
    }

    @Command(name = "create", description = "Make an endpoint.", mixinStandardHelpOptions = true)
    int create(
            @Option(names = "--endpoint", required = true, paramLabel = "URL", description = "Where to send.")
                    String url,
            @Option(names = "--description", description = "What it is for.") @Nullable String description,
            @Mixin EnvironmentOptions environment,
            @Mixin OperatorOptions options) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("url", url);
        body.put("description", description);
        body.put("environment", environment.name());
        return options.post(PATH, body);
    }

    @Command(name = "list", description = "List the endpoints.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--page", description = "Page, from 1.") @Nullable String page,
            @Option(names = "--limit", description = "Endpoints on a page, to 100 (default: 10).") @Nullable
                    String limit,
            @Mixin OperatorOptions options) {
        String target = new Target(PATH).with("page", page).with("limit", limit).toString();
        return options.get(target);
    }

    @Command(name = "show", description = "Show an endpoint.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "ENDPOINT", description = "Its id.") String id, @Mixin OperatorOptions options) {
        return options.get(new Target(PATH).part(id).toString());
    }

    @Command(name = "change", description = "Change where or what for.", mixinStandardHelpOptions = true)
    int change(
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") String id,
            @Option(names = "--endpoint", paramLabel = "URL", description = "Where to send.") @Nullable String url,
            @Option(names = "--description", description = "What it is for; empty for nothing.") @Nullable
                    String description,
            @Mixin OperatorOptions options) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("url", url);
        body.put("description", description);
        return changed(id, body, options);
    }

    @Command(
            name = "enable",
            description = "Tell it again, going on where it stopped.",
            mixinStandardHelpOptions = true)
    int enable(
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") String id, @Mixin OperatorOptions options) {
        return changed(id, Map.of("enabled", JsonBoolean.TRUE), options);
    }

    @Command(name = "disable", description = "Tell it nothing for now.", mixinStandardHelpOptions = true)
    int disable(
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") String id, @Mixin OperatorOptions options) {
        return changed(id, Map.of("enabled", JsonBoolean.FALSE), options);
    }

    private static int changed(String id, Map<String, @Nullable Object> body, OperatorOptions options) {
        String target = new Target(PATH).part(id).toString();
        return options.patch(target, body);
    }

    @Command(name = "delete", description = "Take an endpoint away.", mixinStandardHelpOptions = true)
    int delete(
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") String id, @Mixin OperatorOptions options) {
        String target = new Target(PATH).part(id).toString();
        return options.delete(target);
    }

    @Command(
            name = "rotate",
            description = "Give it another secret; the old one signs as well for a while.",
            mixinStandardHelpOptions = true)
    int rotate(
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") String id,
            @Option(
                            names = "--overlap-seconds",
                            paramLabel = "S",
                            description = "How long both sign, 0 to 86400 (default: 86400, a day).")
                    @Nullable
                    Long overlapSeconds,
            @Mixin OperatorOptions options) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("overlapSeconds", overlapSeconds);
        String target = new Target(PATH).part(id) + "/rotate";
        return options.post(target, body);
    }

    @Command(
            name = "test",
            description = "Send it a test event; exit code 1 unless it answers 2xx.",
            mixinStandardHelpOptions = true)
    int test(@Parameters(paramLabel = "ENDPOINT", description = "Its id.") String id, @Mixin OperatorOptions options) {
        JsonValue data = options.client().post(new Target(PATH).part(id) + "/test", new byte[0]);
        Sheet.print(data, options.json());
        boolean good = data instanceof JsonObject object
                && object.get("statusCode") instanceof JsonNumber status
                && status.value().intValue() / 100 == 2;
        return good ? ExitCode.GOOD : ExitCode.NO;
    }

    @Command(name = "deliveries", description = "What came of its deliveries.", mixinStandardHelpOptions = true)
    int deliveries(
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") String id,
            @Option(names = "--status", paramLabel = "pending|delivered|failed", description = "Only these.") @Nullable
                    String status,
            @Option(names = "--limit", description = "At most so many, to 100 (default: 50).") @Nullable String limit,
            @Option(names = "--offset", description = "How many to skip.") @Nullable String offset,
            @Mixin OperatorOptions options) {
        String target = new Target(new Target(PATH).part(id) + "/deliveries")
                .with("status", status)
                .with("limit", limit)
                .with("offset", offset)
                .toString();
        return options.get(target);
    }

    @Command(
            name = "retry",
            description = "Try a webhook again now, by its X-Event-ID.",
            mixinStandardHelpOptions = true)
    int retry(
            @Parameters(paramLabel = "EVENT", description = "The webhook's id, evt_...") String eventId,
            @Mixin KeyOptions options) {
        String target = new Target("/api/v1/balance/webhooks").part(eventId) + "/retry";
        Sheet.print(options.client().post(target, new byte[0]), options.json());
        return ExitCode.GOOD;
    }

    @Command(
            name = "replay",
            description = "Tell it again what was recorded in a range of time.",
            mixinStandardHelpOptions = true)
    int replay(
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") String id,
            @Option(names = "--from", required = true, paramLabel = "TIME", description = "First instant, ISO 8601.")
                    String from,
            @Option(names = "--to", paramLabel = "TIME", description = "First instant after (default: until now).")
                    @Nullable
                    String to,
            @Mixin OperatorOptions options) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("startDate", from);
        body.put("endDate", to);
        return options.post(new Target(PATH).part(id) + "/replay", body);
    }
}
