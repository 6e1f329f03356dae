package dev.tallystick.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which records count; the server checks the values, so that all its clients hear the same rules. */
final class ScopeOptions {
    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Option(
            names = "--starting-checkpoint",
            paramLabel = "ID",
            description = "Begin after this checkpoint or record (its id or root) instead.")
    private @Nullable String startingCheckpoint;

    @Option(names = "--granularity", paramLabel = "G", description = "Also break down by day, week or month.")
    private @Nullable String granularity;

    @Option(
            names = "--starting-balance",
            paramLabel = "N",
            description = "Added to the sum of the deltas (default: 0).")
    private @Nullable String startingBalance;

    void addTo(Target target) {
        window.addTo(target)
                .with("startingCheckpoint", startingCheckpoint)
                .with("granularity", granularity)
                .with("startingBalance", startingBalance);
    }

    void addTo(Map<String, @Nullable Object> body) {
        window.addTo(body);
        body.put("startingCheckpoint", startingCheckpoint);
        body.put("granularity", granularity);
        body.put("startingBalance", startingBalance);
    }
}
