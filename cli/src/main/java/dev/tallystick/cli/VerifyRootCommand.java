package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a server, without any key, whether a root verifies. */
@Command(
        name = "verify-root",
        description =
                "Ask a server whether a root verifies; no key is needed. To trust no server: verify a receipt file.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick verify-root 0x... --source both")
final class VerifyRootCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ROOT", description = "A record's receiptId or a checkpoint's proofRoot.")
    private String root = "";

    @Option(
            names = "--source",
            paramLabel = "S",
            description = "db (default), chain (only what the log publishes) or both.")
    private @Nullable String source;

    @Mixin
    private final ApiOptions api = new ApiOptions();

    @Override
    public Integer call() {
        Target target = new Target("/api/v1/verify").part(root).with("source", source);
        JsonValue data = new ApiClient(api.url(), "X-Api-Key", "").get(target.toString());
        Sheet.print(data, api.json());
        boolean verified =
                data instanceof JsonObject object && object.get("verified") instanceof JsonBoolean bool && bool.value();
        return verified ? ExitCode.GOOD : ExitCode.NO;
    }
}
