package dev.tallystick.cli.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of a CSV file (RFC 4180) whose first row names the columns. One thread. */
final class CsvRows implements RowReader {
    private final CsvReader<CsvRecord> csv;
    private final CloseableIterator<CsvRecord> records;
    private final ItemText items;
    private final Map<ImportField, Integer> places = new EnumMap<>(ImportField.class);
    private final int width;
    private long number;

    CsvRows(InputStream unpacked, String name, char separator, ImportMapping mapping, ItemText items) {
        InputStreamReader text = new InputStreamReader(
                unpacked,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        this.items = items;
        this.csv = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(text);
        this.records = csv.iterator();
        List<String> header = records.hasNext() ? records.next().getFields() : List.of();
        this.width = header.size();
        for (ImportField field : ImportField.values()) {
            int place = place(header, mapping.column(field));
            if (place >= 0) {
                places.put(field, place);
            } else if (mapping.needsColumn(field)) {
                throw ImportFailure.usage(name + " has no column '" + mapping.column(field) + "' for " + field.label()
                        + "; its columns are " + String.join(", ", header) + ". Name the column with --map "
                        + field.label() + "=COLUMN" + ", or give one text for all rows with --set " + field.label()
                        + "=TEXT.");
            }
        }
    }

    private static int place(List<String> header, String column) {
        for (int i = 0; i < header.size(); i++) {
            // A byte order mark sticks to the first name.
            if (header.get(i).replace("\uFEFF", "").strip().equals(column)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable ImportRow next() throws IOException {
        CsvRecord csvRow;
        try {
            if (!records.hasNext()) {
                return null;
            }
            csvRow = records.next();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new IOException("row " + (number + 1) + " is no CSV: " + e.getMessage(), e);
        }
        number++;
        if (csvRow.getFieldCount() != width) {
            return new ImportRow(
                    csvRow.getStartingLineNumber(),
                    "",
                    null,
                    "the row has " + csvRow.getFieldCount() + " fields, the header " + width);
        }
        return items.row(number, csvRow.getStartingLineNumber(), field -> {
            Integer place = places.get(field);
            return place == null ? null : csvRow.getField(place);
        });
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
