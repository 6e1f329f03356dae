package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records one delta. */
@Command(
        name = "emit",
        description = "Record one delta.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick emit --customer acme --delta=-250.5 --reason 'day 1' --reference day-1")
final class EmitCommand implements Callable<Integer> {
    @Option(names = "--customer", paramLabel = "ID", required = true, description = "Whose balance changes.")
    private String customer = "";

    @Option(
            names = "--delta",
            paramLabel = "N",
            required = true,
            description = "The change, not zero; write --delta=-5 for a negative one.")
    private String delta = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; 1 to 500 characters.")
    private String reason = "";

    @Option(
            names = "--reference",
            paramLabel = "ID",
            description = "Your own id for it: a repeat records nothing again.")
    private @Nullable String reference;

    @Option(names = "--metadata", paramLabel = "JSON", description = "A JSON object kept with the record.")
    private @Nullable String metadata;

    @Option(names = "--adjusts", paramLabel = "RECORD", description = "The record that this one corrects.")
    private @Nullable String adjusts;

    @Option(names = "--occurred-at", paramLabel = "TIME", description = "When the usage happened.")
    private @Nullable String occurredAt;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Replays the first reply to a repeated request.")
    private @Nullable String idempotencyKey;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("customerId", customer);
        body.put("delta", delta);
        body.put("reason", reason);
        body.put("referenceId", reference);
        body.put("metadata", metadata == null ? null : parse(metadata));
        body.put("adjusts", adjusts == null ? null : new JsonObject(Map.of("recordId", new JsonString(adjusts))));
        body.put("occurredAt", occurredAt);
        Map<String, String> headers = idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey);
        JsonValue data = options.client().send("POST", "/api/v1/balance/delta", ApiClient.object(body), headers);
        Sheet.print(data, options.json());
        return ExitCode.GOOD;
    }

    private static JsonValue parse(String json) {
        try {
            return JsonReader.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (JsonException e) {
            throw CommandFailure.usage("--metadata is not JSON: " + e.getMessage());
        }
    }
}
