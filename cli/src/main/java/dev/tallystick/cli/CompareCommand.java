package dev.tallystick.cli;

import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two claimed balances with the recorded one. */
@Command(
        name = "compare",
        description = "Compare your balance and theirs with the recorded one; exit code 1 when a side differs.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick compare acme --yours=-500 --theirs=-480")
final class CompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CUSTOMER", description = "Whose balance.")
    private String customer = "";

    @Option(names = "--yours", paramLabel = "N", required = true, description = "The balance you claim.")
    private String yours = "";

    @Option(names = "--theirs", paramLabel = "N", required = true, description = "The balance they claim.")
    private String theirs = "";

    @Option(names = "--tolerance", paramLabel = "N", description = "Difference that still counts as equal.")
    private @Nullable String tolerance;

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("customerId", customer);
        body.put("yourBalance", yours);
        body.put("theirBalance", theirs);
        body.put("tolerance", tolerance);
        scope.addTo(body);
        JsonValue data = options.client().post("/api/v1/balance/compare", ApiClient.object(body));
        Sheet.print(data, options.json());
        boolean equal = data instanceof JsonObject object
                && JsonBoolean.TRUE.equals(object.get("matchesYours"))
                && JsonBoolean.TRUE.equals(object.get("matchesTheirs"));
        return equal ? ExitCode.GOOD : ExitCode.NO;
    }
}
