package dev.tallystick.cli;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Widths of a table's columns that together fit a line. Stateless. */
final class Widths {
    /** Still tells most references apart. */
    private static final int TEXT_MIN = 12;

    private static final int GAP = 2;

    /** Amounts, counts, times and ids: a shortened one would be another one. */
    private static final Pattern FIGURE = Pattern.compile("-?[0-9][0-9T:.Z -]*|[a-z]+_[0-9a-z]{10,18}");

    private Widths() {}

    /**
     * The width of each column: that of its widest cell, but for texts as much less as it takes, from the widest first.
     *
     * @param columns the cells of each column, its heading first
     */
    static int[] of(List<List<String>> columns) {
        int[] widths = columns.stream()
                .mapToInt(cells -> cells.stream().mapToInt(String::length).max().orElse(0))
                .toArray();
        boolean[] whole = new boolean[widths.length];
        int over = -Lines.WIDTH;
        for (int i = 0; i < widths.length; i++) {
            whole[i] = columns.get(i).stream()
                    .skip(1)
                    .allMatch(cell -> cell.isEmpty() || FIGURE.matcher(cell).matches());
            over += widths[i] + GAP;
        }
        for (int widest = widest(widths, whole); over > 0 && widest >= 0; over--) {
            widths[widest]--;
            widest = widest(widths, whole);
        }
        return widths;
    }

    /** Whether columns of these widths fit a line. */
    static boolean fit(int[] widths) {
        return Arrays.stream(widths).map(width -> width + GAP).sum() <= Lines.WIDTH + GAP;
    }

    /** The widest column that can lose something, or -1. */
    private static int widest(int[] widths, boolean[] whole) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            if (!whole[i] && widths[i] > (widest < 0 ? TEXT_MIN : widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }
}
