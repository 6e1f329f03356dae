package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@link ApiOptions} and the operator who asks; never a password on the command line, where others can read it. */
final class OperatorOptions {
    @Mixin
    private final ApiOptions api = new ApiOptions();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "File with the operator password (default: TALLYSTICK_OPERATOR_PASSWORD, then first-run.json of --data).")
    private @Nullable Path passwordFile;

    /** A client that carries the token of a new session. */
    ApiClient client() {
        String url = api.url();
        byte[] body = ApiClient.object(Map.of("password", password()));
        Object data = new ApiClient(url, "", "").post("/dashboard/auth/login", body);
        if (data instanceof JsonObject object && object.get("token") instanceof JsonString token) {
            return new ApiClient(url, "Authorization", "Bearer " + token.value());
        }
        throw new CommandFailure(ExitCode.SURROUNDINGS, "The server at " + url + " gave no token. Is it a Tallystick?");
    }

    private String password() {
        Path file = passwordFile;
        if (file != null) {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw CommandFailure.usage("The password file " + file + " cannot be read: " + IoWords.of(e) + ".");
            }
        }
        String set = System.getenv("TALLYSTICK_OPERATOR_PASSWORD");
        return set != null && !set.isEmpty()
                ? set
                : api.firstRun("--password-file").operatorPassword();
    }

    /** Gets something as the operator, prints it and returns the exit code; the same for the other methods of HTTP. */
    int get(String target) {
        return printed(client().get(target));
    }

    int post(String target, Map<String, ? extends @Nullable Object> body) {
        return printed(client().post(target, ApiClient.object(body)));
    }

    int patch(String target, Map<String, ? extends @Nullable Object> body) {
        return printed(client().send("PATCH", target, ApiClient.object(body), Map.of()));
    }

    int delete(String target) {
        return printed(client().send("DELETE", target, null, Map.of()));
    }

    private int printed(JsonValue data) {
        Sheet.print(data, json());
        return ExitCode.GOOD;
    }

    boolean json() {
        return api.json();
    }
}
