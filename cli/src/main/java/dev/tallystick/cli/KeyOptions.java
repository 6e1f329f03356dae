package dev.tallystick.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@link ApiOptions} and the API key that asks. */
final class KeyOptions {
    @Mixin
    private final ApiOptions api = new ApiOptions();

    @Option(
            names = "--key",
            description = "API key (default: TALLYSTICK_API_KEY, then the sandbox key in first-run.json of --data).")
    private @Nullable String key;

    @Option(
            names = "--production",
            description = "Use the production key of first-run.json instead of the sandbox key.")
    private boolean production;

    ApiClient client() {
        return new ApiClient(api.url(), "X-Api-Key", apiKey());
    }

    String url() {
        return api.url();
    }

    String apiKey() {
        String given = key != null ? key : System.getenv("TALLYSTICK_API_KEY");
        if (given != null && !given.isEmpty()) {
            return given.strip();
        }
        return production
                ? api.firstRun("--key").productionApiKey()
                : api.firstRun("--key").sandboxApiKey();
    }

    boolean json() {
        return api.json();
    }
}
