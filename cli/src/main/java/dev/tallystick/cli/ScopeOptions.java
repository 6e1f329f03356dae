package dev.tallystick.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which records count; the server checks the values, so that all its clients hear the same rules. */
final class ScopeOptions {
    @Option(names = "--period", paramLabel = "YYYY-MM", description = "One UTC month (default: the current one).")
    private @Nullable String period;

    @Option(names = "--start", paramLabel = "TIME", description = "First instant of a window; needs --end.")
    private @Nullable String start;

    @Option(names = "--end", paramLabel = "TIME", description = "First instant after the window.")
    private @Nullable String end;

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
        target.with("period", period)
                .with("startDate", start)
                .with("endDate", end)
                .with("startingCheckpoint", startingCheckpoint)
                .with("granularity", granularity)
                .with("startingBalance", startingBalance);
    }

    void addTo(Map<String, @Nullable Object> body) {
        body.put("period", period);
        body.put("startDate", start);
        body.put("endDate", end);
        body.put("startingCheckpoint", startingCheckpoint);
        body.put("granularity", granularity);
        body.put("startingBalance", startingBalance);
    }
}
