package dev.tallystick.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a list, and whose month; the server checks the values. */
final class PageOptions {
    @Option(names = "--page", paramLabel = "N", description = "Page, from 1.")
    private @Nullable String page;

    @Option(names = "--limit", paramLabel = "N", description = "Rows on a page.")
    private @Nullable String limit;

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "Figures of one month.")
    private @Nullable String period;

    /** Adds them under the names that the route has for page and limit. */
    void addTo(Target target, String pageName, String limitName) {
        target.with(pageName, page).with(limitName, limit).with("period", period);
    }
}
