package dev.tallystick.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table for people: amounts stand under each other, all with as many digits after the point as the longest of them.
 * Columns that hold nothing are left out. For one thread.
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
        List<String> lines = new ArrayList<>();
        lines.add("");
        rows.forEach(row -> lines.add(""));
        for (int column = 0; column < header.size(); column++) {
            addColumn(lines, column, scale);
        }
        lines.forEach(line -> out.append("  ").append(line.stripTrailing()).append('\n'));
    }

    private void addColumn(List<String> lines, int column, int scale) {
        List<String> cells = new ArrayList<>();
        cells.add(header.get(column));
        boolean numbers = false;
        boolean any = false;
        for (List<@Nullable Object> row : rows) {
            Object cell = row.get(column);
            numbers |= cell instanceof Number;
            String text = text(cell, scale);
            any |= !text.isEmpty();
            cells.add(text);
        }
        int width = cells.stream().mapToInt(String::length).max().orElse(0);
        for (int i = 0; any && i < cells.size(); i++) {
            String padding = " ".repeat(width - cells.get(i).length());
            lines.set(i, lines.get(i) + (numbers ? padding + cells.get(i) : cells.get(i) + padding) + "  ");
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
