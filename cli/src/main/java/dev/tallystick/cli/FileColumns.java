package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.words.IoWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the columns of a file are called, how its amounts are to be read, and what kind of file it is. */
final class FileColumns {
    private static final String CSV = "text/csv";

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

    @Option(
            names = "--decimal-comma",
            description = "The CSV file's amounts have a decimal comma, and points between thousands if any: 1.958,93.")
    private boolean decimalComma;

    /**
     * Reads a file's amounts where they have decimal commas, before any of it is sent.
     *
     * @throws CommandFailure an amount is of another form, or the file is no CSV
     */
    void check(Path file) {
        if (!decimalComma) {
            return;
        }
        if (!contentType(file).equals(CSV)) {
            throw CommandFailure.usage("--decimal-comma is for CSV files: numbers in JSON have a point.");
        }
        // What cannot be read at all is told by who sends it.
        if (Files.isReadable(file) && !Files.isDirectory(file)) {
            try (InputStream all = reading(file, Files.newInputStream(file))) {
                all.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw CommandFailure.usage("The file " + file + " cannot be read: " + IoWords.of(e) + ".");
            }
        }
    }

    /** The file as it is sent: with decimal points. */
    InputStream reading(Path file, InputStream in) {
        return decimalComma ? new PointedCsv(file, in, delta == null ? "delta" : delta) : in;
    }

    /** Whether amounts are taken with the sign turned. */
    boolean negate() {
        return negate;
    }

    void addTo(Target target) {
        target.with("negate", negate ? "true" : null)
                .with("referenceColumn", reference)
                .with("deltaColumn", delta)
                .with("dateColumn", date);
    }

    /** By the ending of its name. */
    static String contentType(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".ndjson") || name.endsWith(".jsonl") ? "application/x-ndjson" : CSV;
    }
}
