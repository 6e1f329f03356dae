package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.imports.DecimalComma;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.server.compare.CsvReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A CSV file whose amounts have decimal commas, read as the same rows with points, separated by commas: what the server takes.
 * Each row stays on its line, so that the server's line numbers are those of the file. In memory is one row. For one thread.
 */
final class PointedCsv extends InputStream {
    private static final int LINE_BYTES = 60_000;

    private final Path file;
    private final InputStream in;
    private final CsvReader rows;
    private final String amounts;
    private final List<String> fields = new ArrayList<>();
    private int amount = -1;
    private boolean headed;
    private long lines;
    private byte[] row = new byte[0];
    private int at;

    /**
     * @param amounts what the amounts' column is called; if the header lacks it, nothing is changed and the server says so
     */
    PointedCsv(Path file, InputStream in, String amounts) {
        this.file = file;
        this.in = in;
        this.rows = new CsvReader(in, LINE_BYTES);
        this.amounts = amounts;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (at == row.length && !nextRow()) {
            return -1;
        }
        int count = Math.min(length, row.length - at);
        System.arraycopy(row, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean nextRow() throws IOException {
        try {
            if (!rows.next(fields)) {
                return false;
            }
        } catch (RefusedException e) {
            throw CommandFailure.usage(file + ": " + e.getMessage());
        }
        if (!headed) {
            headed = true;
            amount = column();
        } else if (amount >= 0 && amount < fields.size()) {
            fields.set(amount, pointed(fields.get(amount).strip()));
        }
        StringBuilder out = new StringBuilder();
        for (; lines < rows.line() - 1; lines++) {
            out.append('\n');
        }
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            lines += field.chars().filter(each -> each == '\n').count();
            out.append(i == 0 ? "" : ",").append(quoted(field));
        }
        lines++;
        row = out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        at = 0;
        return true;
    }

    private String pointed(String text) {
        try {
            boolean plus = text.startsWith("+");
            return text.isEmpty() ? text : DecimalComma.pointed(plus ? text.substring(1) : text);
        } catch (AmountException e) {
            throw CommandFailure.usage(
                    file + ", line " + rows.line() + ": " + e.getMessage() + " '" + text + "' was given.");
        }
    }

    /** As the server finds it: by its exact name, else by the first that only differs in case. */
    private int column() {
        List<String> names = fields.stream().map(String::strip).toList();
        int exact = names.indexOf(amounts);
        for (int i = 0; exact < 0 && i < names.size(); i++) {
            exact = names.get(i).equalsIgnoreCase(amounts) ? i : -1;
        }
        return exact;
    }

    private static String quoted(String field) {
        boolean plain = !field.isBlank() && field.chars().noneMatch(each -> "\",;\r\n".indexOf(each) >= 0);
        return plain ? field : "\"" + field.replace("\"", "\"\"") + "\"";
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
