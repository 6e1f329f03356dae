package dev.tallystick.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A month, or a window of any length; the server checks the values. */
final class WindowOptions {
    @Option(names = "--period", paramLabel = "YYYY-MM", description = "One UTC month (default: the current one).")
    private @Nullable String period;

    @Option(names = "--start", paramLabel = "TIME", description = "First instant of a window; needs --end.")
    private @Nullable String start;

    @Option(names = "--end", paramLabel = "TIME", description = "First instant after the window.")
    private @Nullable String end;

    /** Whether any was given. */
    boolean given() {
        return period != null || start != null || end != null;
    }

    Target addTo(Target target) {
        return target.with("period", period).with("startDate", start).with("endDate", end);
    }

    void addTo(Map<String, @Nullable Object> body) {
        body.put("period", period);
        body.put("startDate", start);
        body.put("endDate", end);
    }
}
