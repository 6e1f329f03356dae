package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Seals a window. */
@Command(
        name = "checkpoint",
        description = "Seal a window of one customer, or of all; the same window and records give the same again.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick checkpoint acme --period 2026-03")
final class CheckpointCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "CUSTOMER",
            arity = "0..1",
            description = "Whose window (default: every customer with records in it).")
    private @Nullable String customer;

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Option(
            names = "--fingerprint",
            paramLabel = "HASH",
            description = "Cover only records with this contentHash or proofHash; may be given more than once.")
    private @Nullable List<String> fingerprints;

    @Option(names = "--idempotency-key", paramLabel = "KEY", description = "A name for this request.")
    private @Nullable String idempotencyKey;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("customerId", customer);
        window.addTo(body);
        List<String> named = fingerprints;
        if (named != null) {
            List<JsonValue> values = new ArrayList<>();
            named.forEach(hash -> values.add(new JsonString(hash)));
            body.put("mode", "fingerprints");
            body.put("fingerprints", new JsonArray(values));
        }
        Map<String, String> headers = idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey);
        ApiClient client = options.client();
        JsonValue data = client.send("POST", "/api/v1/balance/checkpoint", ApiClient.object(body), headers);
        Sheet.print(data, options.json());
        if (data instanceof JsonObject sealed && coversNothing(sealed)) {
            String id = customer;
            LateUsage late = id == null ? null : LateUsage.of(client, id, window);
            if (!LateUsage.tellBelongs(late)) {
                System.err.println("No record was recorded in this window: there was nothing to cover."
                        + (id == null ? " " + LateUsage.belongs("CUSTOMER") : ""));
            }
        }
        return ExitCode.GOOD;
    }

    /** Of one customer's checkpoint or of all that were sealed. */
    private static boolean coversNothing(JsonObject sealed) {
        Long count = sealed.get("deltaCount") == null
                ? Members.whole(sealed, "totalDeltas")
                : Members.whole(sealed, "deltaCount");
        return count != null && count == 0;
    }
}
