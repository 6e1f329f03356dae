package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.statement.Countersignature;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a checkpoint with the customer's own key. */
@Command(
        name = "countersign",
        description = "Sign a checkpoint with the customer's own key, which never leaves this machine.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick countersign chk_0000000009 --secret acme.key")
final class CountersignCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/balance/checkpoints";

    @Parameters(paramLabel = "CHECKPOINT", description = "The checkpoint's id, such as chk_0000000009.")
    private String checkpoint = "";

    @Option(
            names = "--secret",
            paramLabel = "FILE",
            required = true,
            description = "The customer's private key, as 'tallystick customer-keys make' wrote it.")
    private Path secret = Path.of("");

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Ed25519PrivateKey key = SecretFile.read(secret);
        ApiClient client = options.client();
        Target target = new Target(PATH).part(checkpoint);
        Hash root = proofRoot(client.get(target.toString()));
        Countersignature signature = Countersignature.sign(root, key);
        JsonValue data =
                client.post(target + "/countersignature", ApiClient.object(Map.of("signature", signature.toString())));
        Sheet.print(data, options.json());
        return ExitCode.GOOD;
    }

    private static Hash proofRoot(JsonValue data) {
        if (data instanceof JsonObject object && object.get("proofRoot") instanceof JsonString root) {
            return Hash.parse(root.value());
        }
        throw new CommandFailure(ExitCode.SURROUNDINGS, "The server's reply names no proofRoot. Is it a Tallystick?");
    }
}
