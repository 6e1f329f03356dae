package dev.tallystick.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table for people: amounts stand under each other, all with as many digits after the point as the longest of them.
 * Columns that hold nothing are left out. Where a row would be longer than a line, the widest text loses its middle;
 * amounts are never shortened. For one thread.
 */
final class TextTable {
    /** Still tells most references apart. */
    private static final int TEXT_MIN = 12;

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
        fit(columns);
        for (int row = 0; row <= rows.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (Column column : columns) {
                String cell = Lines.clipped(column.cells().get(row), column.width());
                String padding = " ".repeat(column.width() - cell.length());
                line.append("  ").append(column.numbers() ? padding + cell : cell + padding);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private record Column(List<String> cells, boolean numbers, int width) {}

    private Column column(int column, int scale) {
        List<String> cells = new ArrayList<>();
        cells.add(header.get(column));
        boolean numbers = false;
        for (List<@Nullable Object> row : rows) {
            numbers |= row.get(column) instanceof Number;
            cells.add(text(row.get(column), scale));
        }
        int width = cells.stream().mapToInt(String::length).max().orElse(0);
        return new Column(cells, numbers, width);
    }

    private static void fit(List<Column> columns) {
        int over = columns.stream().mapToInt(column -> column.width() + 2).sum() - Lines.WIDTH;
        int widest = -1;
        for (int i = 0; i < columns.size(); i++) {
            boolean wider =
                    widest < 0 || columns.get(i).width() > columns.get(widest).width();
            if (!columns.get(i).numbers() && wider) {
                widest = i;
            }
        }
        if (over > 0 && widest >= 0) {
            Column column = columns.get(widest);
            int width = Math.max(Math.min(TEXT_MIN, column.width()), column.width() - over);
            columns.set(widest, new Column(column.cells(), column.numbers(), width));
        }
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
