package dev.tallystick.server.compare;

import dev.tallystick.ledger.compare.ClaimedRow;
import dev.tallystick.ledger.outcome.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows as comma-separated values with a header line; columns that are not asked for are ignored. For one thread. */
public final class CsvRows implements RowSource {
    private final CsvReader csv;
    private final Columns names;
    private final RowValues values = new RowValues();
    private final List<String> fields = new ArrayList<>();
    private int reference = -1;
    private int delta = -1;
    private int date = -1;
    private int width;
    private boolean headed;

    /**
     * What the columns are called in the header, case ignored where no name fits exactly. Where a name was not asked for
     * by the client, a file may lack that column.
     */
    public record Columns(String referenceId, String delta, String date) {
        /** The names used where none are given. */
        public static final Columns DEFAULT = new Columns("referenceId", "delta", "date");
    }

    /** Reads from the stream, which it does not close. */
    public CsvRows(InputStream in, int lineBytes, Columns names) {
        this.csv = new CsvReader(in, lineBytes);
        this.names = names;
    }

    @Override
    public @Nullable ClaimedRow next() throws IOException {
        if (!headed) {
            headed = true;
            header();
        }
        if (!csv.next(fields)) {
            return null;
        }
        // A separator at the end of a line is common and says nothing; anything behind it does.
        if (fields.size() > width
                && fields.subList(width, fields.size()).stream().anyMatch(field -> !field.isBlank())) {
            throw RowProblem.invalid(
                    csv.line(),
                    "body",
                    "the row has " + fields.size() + " fields, the header " + width
                            + ". Put amounts with thousands separators into quotation marks, or leave these out.");
        }
        try {
            return values.row(csv.line(), field(reference), RowValues.amount(field(delta)), field(date));
        } catch (RefusedException e) {
            throw RowProblem.at(csv.line(), e);
        }
    }

    private @Nullable String field(int column) {
        return column >= 0 && column < fields.size() ? fields.get(column) : null;
    }

    private void header() throws IOException {
        if (!csv.next(fields)) {
            throw RowValues.refused("body", "The file is empty. Its first line must name its columns.");
        }
        width = fields.size();
        delta = column("delta", names.delta(), true);
        reference =
                column("referenceId", names.referenceId(), !names.referenceId().equals("referenceId"));
        date = column("date", names.date(), !names.date().equals("date"));
        if (reference < 0 && date < 0) {
            throw RowProblem.invalid(
                    csv.line(),
                    "referenceId",
                    "the header names neither a column referenceId nor a column date; it has "
                            + String.join(", ", clippedNames())
                            + ". Say which column holds them, with referenceColumn or dateColumn (on the command line"
                            + " --reference-column or --date-column).");
        }
    }

    private int column(String field, String name, boolean required) {
        List<String> header = fields.stream().map(String::strip).toList();
        int exact = header.indexOf(name);
        if (exact >= 0) {
            if (exact != header.lastIndexOf(name)) {
                throw RowProblem.invalid(
                        csv.line(), field, "two columns are called '" + RowValues.clipped(name) + "'. Rename one.");
            }
            return exact;
        }
        int found = -1;
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                found = i;
                break;
            }
        }
        if (found < 0 && required) {
            throw RowProblem.invalid(
                    csv.line(),
                    field,
                    "the header has no column '" + RowValues.clipped(name) + "'; it has "
                            + String.join(", ", clippedNames()) + ". Say which column holds the " + field + ", with "
                            + option(field)
                            + "Column (on the command line --" + option(field) + "-column).");
        }
        return found;
    }

    private static String option(String field) {
        return field.equals("referenceId") ? "reference" : field;
    }

    private List<String> clippedNames() {
        return fields.stream()
                .limit(20)
                .map(name -> "'" + RowValues.clipped(name.strip()) + "'")
                .toList();
    }
}
