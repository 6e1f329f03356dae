package dev.tallystick.cli.imports;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.proof.amount.Amount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Imports files, one after another. For one use by one thread. */
public final class Importer {
    /** Code of rows that are refused before they are sent. */
    private static final String UNREADABLE = "UNREADABLE_ROW";

    private final Plan plan;
    private final ImportTotals totals = new ImportTotals();
    private final AtomicLong bytesRead = new AtomicLong();
    private final List<Path> refusedFiles = new ArrayList<>();
    private Amount sum = Amount.ZERO;

    /**
     * How to import.
     *
     * @param csv true for CSV, false for NDJSON, null to go by the file's name
     * @param separator between fields of a CSV file
     * @param lanes batches under way at a time, from 1
     * @param dryRun read and check only; nothing is sent and no file written
     * @param terminal whether to show progress on standard error
     */
    public record Plan(
            ImportMapping mapping,
            @Nullable Boolean csv,
            char separator,
            int lanes,
            boolean dryRun,
            boolean terminal,
            String url,
            String apiKey) {}

    /**
     * What came of it.
     *
     * @param recorded stored now
     * @param repeated had been stored before, by reference
     * @param sum of the deltas of all rows but those refused before they were sent
     * @param refusedFiles where refused rows are listed
     */
    public record Result(long rows, long recorded, long repeated, long refused, Amount sum, List<Path> refusedFiles) {}

    public Importer(Plan plan) {
        this.plan = plan;
    }

    /**
     * Imports the files, in this order; an empty list stands for standard input.
     *
     * @throws CommandFailure it cannot go on
     */
    public Result run(List<Path> files) {
        List<SourceFile> sources = new ArrayList<>();
        SourceFile.Format format =
                plan.csv() == null ? null : plan.csv() ? SourceFile.Format.CSV : SourceFile.Format.NDJSON;
        files.forEach(file -> sources.add(new SourceFile(file, format)));
        if (sources.isEmpty()) {
            sources.add(new SourceFile(null, format));
        }
        // Before anything is sent: no name may turn out to be wrong after half of the files.
        for (SourceFile source : sources) {
            if (source.formatOrGuess() == SourceFile.Format.NDJSON
                    && plan.mapping().decimalComma()) {
                throw CommandFailure.usage("--decimal-comma is for CSV files: numbers in JSON have a point.");
            }
        }
        try (Progress progress = new Progress(totals, bytesRead, size(sources), plan.terminal())) {
            sources.forEach(this::file);
        }
        return result();
    }

    /** What has come of it so far: after {@link #run} has thrown, what was done until then. */
    public Result result() {
        return new Result(
                totals.rows(),
                totals.recordedRows(),
                totals.repeatedRows(),
                totals.refusedRows(),
                sum,
                List.copyOf(refusedFiles));
    }

    private static long size(List<SourceFile> sources) {
        long size = 0;
        for (SourceFile source : sources) {
            try {
                size += source.size();
            } catch (IOException e) {
                throw CommandFailure.surroundings(source.name() + " cannot be read: " + IoWords.of(e) + ".", e);
            }
        }
        return size;
    }

    private static CommandFailure unreadable(SourceFile source, IOException e, String whatNow, String again) {
        boolean content = e.getCause() instanceof RefusedException;
        String why = content ? String.valueOf(e.getMessage()) : IoWords.of(e) + ".";
        return CommandFailure.surroundings(
                source.name() + " cannot be read: " + why + " " + (content ? whatNow : again), e);
    }

    private void file(SourceFile source) {
        ContentReference reference = reference(source);
        try (InputStream content = source.open(bytesRead)) {
            ItemText items = new ItemText(plan.mapping(), reference);
            try (RowReader rows = reader(source, content, items)) {
                if (plan.dryRun()) {
                    check(source, rows);
                } else {
                    send(source, rows);
                }
            } finally {
                sum = sum.plus(items.sum());
            }
        } catch (IOException e) {
            throw unreadable(
                    source,
                    e,
                    "The rows before it count as the summary says. Mend the file and import it again: what is stored"
                            + " already is not stored twice.",
                    "What of it was sent before is stored; import the same file again to go on.");
        }
    }

    private RowReader reader(SourceFile source, InputStream content, ItemText items) throws IOException {
        return switch (source.formatOrGuess()) {
            case CSV -> new CsvRows(content, source.name(), plan.separator(), plan.mapping(), items);
            case NDJSON -> new NdjsonRows(content, plan.mapping(), items);
        };
    }

    /**
     * Without mapped references the file is read once before, for they hang on all of it; and to its last row, for once a
     * part of it is stored no mended file would be the same.
     */
    private @Nullable ContentReference reference(SourceFile source) {
        if (plan.mapping().columns().containsKey(ImportField.REFERENCE_ID)) {
            return null;
        }
        if (source.path() == null) {
            throw CommandFailure.usage("Standard input can be read once only, so its rows must bring their references."
                    + " Name their column with --map referenceId=COLUMN, or import a file.");
        }
        try (DigestInputStream content = ContentReference.reading(source.open(new AtomicLong()));
                RowReader rows = reader(source, content, new ItemText(plan.mapping(), null))) {
            while (rows.next() != null) {
                // Only whether it can be read is asked.
            }
            return ContentReference.of(content);
        } catch (IOException e) {
            throw unreadable(source, e, "Nothing of it was sent; mend the file.", "Nothing of it was sent.");
        }
    }

    private void check(SourceFile source, RowReader rows) throws IOException {
        for (ImportRow row = rows.next(); row != null; row = rows.next()) {
            totals.read();
            if (row.refusal() != null) {
                totals.refused();
                System.err.println(source.name() + ":" + row.line() + ": " + row.refusal());
            }
        }
    }

    private void send(SourceFile source, RowReader rows) throws IOException {
        try (RefusedRows refused = new RefusedRows(source)) {
            Lanes lanes = new Lanes(plan.lanes(), new BatchPoster(plan.url(), plan.apiKey()), totals, refused);
            IOException broken = null;
            try {
                hand(rows, lanes, refused);
            } catch (IOException e) {
                broken = e;
            }
            lanes.finish();
            Path place = refused.place();
            if (place != null && refused.count() > 0) {
                refusedFiles.add(place);
            }
            if (broken != null) {
                throw broken;
            }
        }
    }

    private void hand(RowReader rows, Lanes lanes, RefusedRows refused) throws IOException {
        for (ImportRow row = rows.next(); row != null; row = rows.next()) {
            totals.read();
            String item = row.item();
            if (item != null) {
                lanes.add(row, item);
            } else {
                totals.refused();
                refused.add(row.line(), row.customerId(), UNREADABLE, String.valueOf(row.refusal()));
            }
        }
    }
}
