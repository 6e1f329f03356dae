package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.note.VerifierKey;
import java.nio.file.Path;
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

/** Makes customers' key pairs, and registers, lists and revokes their public keys. */
@Command(
        name = "customer-keys",
        description = "Make a customer's key pair; register, list and revoke the public keys that may countersign.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = {
            "  ./tallystick customer-keys make acme.key --name acme",
            "  ./tallystick customer-keys add acme acme+1f0e9d8c+AQ..."
        })
final class CustomerKeysCommand implements Runnable {
    private static final String PATH = "/dashboard/customers";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Name what to do: make, add, list or revoke");
        }
    }

    @Command(
            name = "make",
            description = "Make a key pair: the private key goes into FILE, the public one is printed.",
            mixinStandardHelpOptions = true)
    int make(
            @Parameters(paramLabel = "FILE", description = "A new file for the private key; keep it secret.") Path file,
            @Option(names = "--name", required = true, description = "The key's name, without spaces or plus signs.")
                    String name,
            @Option(names = "--json", description = "Print JSON, for machines.") boolean json) {
        VerifierKey key = SecretFile.make(file, name);
        Sheet.print(new JsonObject(Map.of("customerKey", new JsonString(key.text()))), json);
        return ExitCode.GOOD;
    }

    @Command(name = "add", description = "Register a public key.", mixinStandardHelpOptions = true)
    int add(
            @Parameters(index = "0", paramLabel = "CUSTOMER", description = "Whose key.") String customer,
            @Parameters(index = "1", paramLabel = "KEY", description = "A vkey, or the Base64 of the key's 32 bytes.")
                    String key,
            @Mixin EnvironmentOptions environment,
            @Mixin OperatorOptions options) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("key", key);
        body.put("environment", environment.name());
        String target = new Target(PATH).part(customer) + "/keys";
        return options.post(target, body);
    }

    @Command(name = "list", description = "List a customer's keys.", mixinStandardHelpOptions = true)
    int list(
            @Parameters(paramLabel = "CUSTOMER", description = "Whose keys.") String customer,
            @Mixin EnvironmentOptions environment,
            @Mixin OperatorOptions options) {
        String target = new Target(PATH).part(customer) + "/keys?environment=" + environment.name();
        return options.get(target);
    }

    @Command(
            name = "revoke",
            description = "Revoke a customer's key for good: it countersigns nothing more; what it signed stays valid.",
            mixinStandardHelpOptions = true)
    int revoke(
            @Parameters(index = "0", paramLabel = "CUSTOMER", description = "Whose key.") String customer,
            @Parameters(index = "1", paramLabel = "KEY_ID", description = "The key's keyId; list shows it.")
                    String keyId,
            @Mixin EnvironmentOptions environment,
            @Mixin OperatorOptions options) {
        String target = new Target(new Target(PATH).part(customer) + "/keys")
                .part(keyId)
                .with("environment", environment.name())
                .toString();
        return options.delete(target);
    }
}
