package dev.tallystick.cli.imports;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.server.compare.CsvReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first row of a CSV file, and whether another separator would suit it better. One thread.
 *
 * @param columns the fields of the first row
 * @param rows reads the rows after it
 */
record CsvHeader(List<String> columns, CsvReader rows) {
    private static final int LINE_BYTES = 60_000;
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

    /**
     * Reads the first row.
     *
     * @throws CommandFailure it lacks a column that the mapping needs
     */
    static CsvHeader read(InputStream unpacked, String name, char separator, ImportMapping mapping) throws IOException {
        PushbackInputStream all = new PushbackInputStream(unpacked, LINE_BYTES);
        byte[] start = all.readNBytes(LINE_BYTES);
        all.unread(start);
        CsvReader rows = new CsvReader(all, LINE_BYTES, separator);
        List<String> columns = new ArrayList<>();
        try {
            rows.next(columns);
        } catch (RefusedException e) {
            String advice = otherSeparator(start, separator, mapping);
            if (advice != null) {
                throw CommandFailure.usage(name + " cannot be read: " + e.getMessage() + advice);
            }
            throw new IOException(e.getMessage(), e);
        }
        ImportField missing = missing(columns, mapping);
        if (missing != null && String.join("", columns).isBlank()) {
            throw CommandFailure.usage(name + " has no header line: its first line must name the columns.");
        }
        if (missing != null) {
            String advice = otherSeparator(start, separator, mapping);
            String known = " Its columns are " + String.join(", ", columns) + ". Name the column with --map "
                    + missing.label() + "=COLUMN, or give one text for all rows with --set " + missing.label()
                    + "=TEXT.";
            throw CommandFailure.usage(name + " has no column '" + mapping.column(missing) + "' for " + missing.label()
                    + "." + (advice == null ? known : advice));
        }
        return new CsvHeader(List.copyOf(columns), rows);
    }

    private static @Nullable ImportField missing(List<String> columns, ImportMapping mapping) {
        List<String> stripped = columns.stream().map(String::strip).toList();
        for (ImportField field : ImportField.values()) {
            if (mapping.needsColumn(field) && !stripped.contains(mapping.column(field))) {
                return field;
            }
        }
        return null;
    }

    /** The separator with which all columns are there, in a sentence to act on; never taken without being asked for. */
    private static @Nullable String otherSeparator(byte[] start, char separator, ImportMapping mapping) {
        for (char other : SEPARATORS) {
            if (other != separator && missing(firstRow(start, other), mapping) == null) {
                boolean tab = other == '\t';
                return " With " + (tab ? "tabs" : "'" + other + "'")
                        + " between its fields it has every column: if that is" + " how it is meant, add --separator '"
                        + (tab ? "\\t" : other) + "'.";
            }
        }
        return null;
    }

    private static List<String> firstRow(byte[] start, char separator) {
        List<String> fields = new ArrayList<>();
        try {
            new CsvReader(new ByteArrayInputStream(start), LINE_BYTES, separator).next(fields);
            return fields;
        } catch (IOException | RefusedException e) {
            return List.of();
        }
    }
}
