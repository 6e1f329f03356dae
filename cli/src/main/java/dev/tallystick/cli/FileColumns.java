package dev.tallystick.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the columns of a file are called, how its amounts are to be read, and what kind of file it is. */
final class FileColumns {
    @Option(
            names = "--reference-column",
            paramLabel = "NAME",
            description = "CSV column of the reference (default: referenceId).")
    private @Nullable String reference;

    @Option(names = "--delta-column", paramLabel = "NAME", description = "CSV column of the amount (default: delta).")
    private @Nullable String delta;

    @Option(names = "--date-column", paramLabel = "NAME", description = "CSV column of the date (default: date).")
    private @Nullable String date;

    @Option(
            names = "--negate",
            description = "The file counts usage as positive: take its amounts with the sign turned.")
    private boolean negate;

    void addTo(Target target) {
        target.with("negate", negate ? "true" : null)
                .with("referenceColumn", reference)
                .with("deltaColumn", delta)
                .with("dateColumn", date);
    }

    /** By the ending of its name. */
    static String contentType(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".ndjson") || name.endsWith(".jsonl") ? "application/x-ndjson" : "text/csv";
    }
}
