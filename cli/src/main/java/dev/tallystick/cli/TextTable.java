package dev.tallystick.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table for people: amounts stand under each other, all with as many digits after the point as the longest of them.
 * Columns that hold nothing are left out. Where a row would be longer than a line, the widest texts lose their
 * middle; amounts are never shortened. For one thread.
 */
final class TextTable {
    private final List<String> header;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    TextTable(String... header) {
        this.header = List.of(header);
    }

    /** Adds a row: decimals for amounts, longs for counts, texts for the rest, null for nothing; one for each column. */
    TextTable row(@Nullable Object... cells) {
        List<@Nullable Object> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell);
        }
        rows.add(row);
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void writeTo(StringBuilder out) {
        int scale = rows.stream()
                .flatMap(List::stream)
                .mapToInt(cell -> cell instanceof BigDecimal number ? number.scale() : 0)
                .max()
                .orElse(0);
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < header.size(); column++) {
            Column made = column(column, scale);
            if (made.cells().stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
                columns.add(made);
            }
        }
        int[] widths = Widths.of(columns.stream().map(Column::cells).toList());
        for (int row = 0; row <= rows.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                Column column = columns.get(i);
                String cell = Lines.clipped(column.cells().get(row), widths[i]);
                String padding = " ".repeat(widths[i] - cell.length());
                line.append("  ").append(column.numbers() ? padding + cell : cell + padding);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private record Column(List<String> cells, boolean numbers) {}

    private Column column(int column, int scale) {
        List<String> cells = new ArrayList<>();
        cells.add(header.get(column));
        boolean numbers = false;
        for (List<@Nullable Object> row : rows) {
            numbers |= row.get(column) instanceof Number;
            cells.add(text(row.get(column), scale));
        }
        return new Column(cells, numbers);
    }

    private static String text(@Nullable Object cell, int scale) {
        return switch (cell) {
            case null -> "";
            case BigDecimal number ->
                number.setScale(Math.max(scale, number.scale())).toPlainString();
            default -> cell.toString().replaceAll("\\p{Cntrl}", " ");
        };
    }
}
