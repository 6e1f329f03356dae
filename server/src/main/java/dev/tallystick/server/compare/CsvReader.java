package dev.tallystick.server.compare;

import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.proof.bytes.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads comma-separated values as RFC 4180 has them: fields in quotation marks may hold commas, line breaks and doubled
 * quotation marks; lines end with LF or CRLF. Where the first line has semicolons and no comma, these separate, as in
 * exports of European spreadsheets. A byte order mark is skipped, empty lines are left out. For one thread.
 */
public final class CsvReader {
    /** Fields of a row; far above any real file. */
    private static final int FIELDS_MAX = 256;

    /** Characters of one row over all its lines. */
    private static final int ROW_MAX = 64 << 10;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Lines lines;
    private char separator;
    private long row;
    private int rowLength;

    /**
     * Reads from the stream, which it does not close.
     *
     * @param lineBytes most bytes of a line, at most 60,000
     */
    public CsvReader(InputStream in, int lineBytes) {
        this.lines = new Lines(in, lineBytes);
    }

    /** The same with a separator that the first line has no say in. */
    public CsvReader(InputStream in, int lineBytes, char separator) {
        this(in, lineBytes);
        this.separator = separator;
    }

    /**
     * Reads the next row's fields into the list, which is emptied first.
     *
     * @return false after the last row
     * @throws RefusedException {@code VALIDATION_ERROR} naming the line
     */
    public boolean next(List<String> fields) throws IOException {
        fields.clear();
        while (lines.next()) {
            row = lines.number();
            String line = text();
            if (row == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK) {
                line = line.substring(1);
            }
            if (separator == 0) {
                separator = line.indexOf(';') >= 0 && line.indexOf(',') < 0 ? ';' : ',';
            }
            if (!line.isBlank()) {
                rowLength = line.length();
                split(line, fields);
                return true;
            }
        }
        return false;
    }

    /** The line on which the last row began, from 1. */
    public long line() {
        return row;
    }

    private String text() {
        try {
            return Utf8.decodeAll(lines.bytes(), lines.start(), lines.length());
        } catch (MalformedBytesException e) {
            throw RowProblem.invalid(lines.number(), "body", "this is not UTF-8. Save the file as UTF-8.");
        }
    }

    private void split(String first, List<String> fields) throws IOException {
        String line = first;
        int at = 0;
        while (true) {
            if (fields.size() == FIELDS_MAX) {
                throw RowProblem.invalid(row, "body", "a row may have at most " + FIELDS_MAX + " fields.");
            }
            if (at < line.length() && line.charAt(at) == '"') {
                StringBuilder field = new StringBuilder();
                int after = quoted(line, at + 1, field);
                while (after < 0) {
                    field.append('\n');
                    line = continued();
                    after = quoted(line, 0, field);
                }
                fields.add(field.toString());
                at = after;
                if (at < line.length() && line.charAt(at) != separator) {
                    throw RowProblem.invalid(
                            row, "body", "after a closing quotation mark only a '" + separator + "' may follow.");
                }
            } else {
                int end = line.indexOf(separator, at);
                int stop = end < 0 ? line.length() : end;
                String field = line.substring(at, stop);
                if (field.indexOf('\r') >= 0) {
                    throw RowProblem.invalid(
                            row, "body", "a carriage return stands alone. Lines must end with LF or CRLF.");
                }
                fields.add(field);
                at = stop;
            }
            if (at >= line.length()) {
                return;
            }
            at++;
        }
    }

    /** Reads the inside of a quoted field; returns where it ends, after its mark, or -1 if the line ends first. */
    private static int quoted(String line, int from, StringBuilder field) {
        int at = from;
        while (true) {
            int mark = line.indexOf('"', at);
            if (mark < 0) {
                field.append(line, at, line.length());
                return -1;
            }
            field.append(line, at, mark);
            if (mark + 1 >= line.length() || line.charAt(mark + 1) != '"') {
                return mark + 1;
            }
            field.append('"');
            at = mark + 2;
        }
    }

    private String continued() throws IOException {
        if (!lines.next()) {
            throw RowProblem.invalid(row, "body", "a quotation mark is opened here and never closed.");
        }
        String line = text();
        rowLength += line.length() + 1;
        if (rowLength > ROW_MAX) {
            throw RowProblem.invalid(
                    row, "body", "a row may have at most " + ROW_MAX + " characters; is a quotation mark left open?");
        }
        return line;
    }
}
