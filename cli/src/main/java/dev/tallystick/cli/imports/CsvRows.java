package dev.tallystick.cli.imports;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.server.compare.CsvReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of a CSV file (RFC 4180) whose first row names the columns. One thread. */
final class CsvRows implements RowReader {
    private final InputStream unpacked;
    private final CsvReader csv;
    private final ItemText items;
    private final Map<ImportField, Integer> places = new EnumMap<>(ImportField.class);
    private final int width;
    private long number;

    CsvRows(InputStream unpacked, String name, char separator, ImportMapping mapping, ItemText items)
            throws IOException {
        this.unpacked = unpacked;
        this.items = items;
        CsvHeader header = CsvHeader.read(unpacked, name, separator, mapping);
        this.csv = header.rows();
        this.width = header.columns().size();
        for (ImportField field : ImportField.values()) {
            int place = place(header.columns(), mapping.column(field), name);
            if (place >= 0) {
                places.put(field, place);
            }
        }
    }

    private static int place(List<String> header, String column, String name) {
        int found = -1;
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).strip().equals(column)) {
                if (found >= 0) {
                    throw CommandFailure.usage(name + " has two columns called '" + column + "'. Rename one.");
                }
                found = i;
            }
        }
        return found;
    }

    /** Reads a row; what is no CSV ends the import, for nobody can tell what of the rest is meant. */
    private boolean read(List<String> fields) throws IOException {
        try {
            return csv.next(fields);
        } catch (RefusedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public @Nullable ImportRow next() throws IOException {
        List<String> fields = new ArrayList<>(width);
        if (!read(fields)) {
            return null;
        }
        number++;
        if (fields.size() != width) {
            return new ImportRow(csv.line(), "", null, "the row has " + fields.size() + " fields, the header " + width);
        }
        return items.row(number, csv.line(), field -> {
            Integer place = places.get(field);
            return place == null ? null : fields.get(place);
        });
    }

    @Override
    public void close() throws IOException {
        unpacked.close();
    }
}
