package dev.tallystick.cli;

import dev.tallystick.cli.words.Moments;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints a reply's data: for people as aligned names and values with tables for lists, for machines as JSON. */
final class Sheet {
    /** Columns of a table row that are too long to be read side by side; {@code --json} has them. */
    private static final Set<String> NOT_IN_TABLES = Set.of(
            "contentHash",
            "proofHash",
            "previousProofHash",
            "receiptId",
            "itemHashes",
            "metadata",
            "verificationReference",
            "verifiedAt",
            "createdAt",
            "deltaIndex",
            "customerLinkUrl");

    private Sheet() {}

    static void print(JsonValue data, boolean json) {
        System.out.print(json ? json(data) : text(data));
        System.out.flush();
    }

    static String json(JsonValue data) {
        ByteSink sink = new ByteSink(1_024);
        new JsonWriter(sink).value(data);
        return new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8) + "\n";
    }

    static String text(JsonValue data) {
        StringBuilder out = new StringBuilder();
        if (data instanceof JsonObject object) {
            values(object, "", out);
            tables(object, out);
        } else {
            out.append(cell(data)).append('\n');
        }
        return out.toString();
    }

    private static void values(JsonObject object, String prefix, StringBuilder out) {
        List<List<String>> rows = new ArrayList<>();
        collect(object, prefix, rows);
        aligned(rows, out);
    }

    private static void collect(JsonObject object, String prefix, List<List<String>> rows) {
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            String name = prefix + member.getKey();
            switch (member.getValue()) {
                case JsonObject inner -> collect(inner, name + ".", rows);
                case JsonArray array -> {
                    if (!isTable(array) && !array.values().isEmpty()) {
                        rows.add(List.of(name, cell(array)));
                    }
                }
                case JsonNull ignored -> {}
                case JsonValue scalar -> rows.add(List.of(name, cell(scalar)));
            }
        }
    }

    private static void tables(JsonObject object, StringBuilder out) {
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            if (member.getValue() instanceof JsonArray array && isTable(array)) {
                out.append('\n').append(member.getKey()).append('\n');
                List<JsonObject> deltas =
                        member.getKey().equals("deltas") ? Members.objects(object, "deltas") : List.of();
                if (deltas.isEmpty()) {
                    table(array, out);
                } else {
                    DeltaTable.writeTo(out, deltas);
                }
            } else if (member.getValue() instanceof JsonObject inner) {
                tables(inner, out);
            }
        }
    }

    private static boolean isTable(JsonArray array) {
        return !array.values().isEmpty() && array.values().getFirst() instanceof JsonObject;
    }

    private static void table(JsonArray array, StringBuilder out) {
        Set<String> columns = new LinkedHashSet<>();
        for (JsonValue row : array.values()) {
            if (row instanceof JsonObject object) {
                columns.addAll(object.members().keySet());
            }
        }
        columns.removeAll(NOT_IN_TABLES);
        List<List<String>> shown = new ArrayList<>();
        for (String name : columns) {
            List<String> cells = new ArrayList<>(List.of(name));
            for (JsonValue row : array.values()) {
                JsonValue value = row instanceof JsonObject object ? object.get(name) : null;
                cells.add(value == null ? "" : cell(value));
            }
            if (cells.stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
                shown.add(days(cells));
            }
        }
        fitted(shown, array.values().size(), out);
    }

    /** A column of midnights as its days alone. */
    private static List<String> days(List<String> cells) {
        boolean midnights = cells.stream().skip(1).allMatch(cell -> Moments.isMidnight(cell));
        return midnights ? cells.stream().map(Moments::of).toList() : cells;
    }

    /** Prints columns side by side, long texts without their middle where a line has no room for them. */
    private static void fitted(List<List<String>> columns, int rows, StringBuilder out) {
        int[] widths = Widths.of(columns);
        if (!Widths.fit(widths)) {
            // Too much for a line even so: then it is at least whole.
            Arrays.fill(widths, Integer.MAX_VALUE);
        }
        boolean clipped = false;
        List<List<String>> lines = new ArrayList<>();
        for (int row = 0; row <= rows; row++) {
            List<String> line = new ArrayList<>();
            for (int i = 0; i < widths.length; i++) {
                String cell = columns.get(i).get(row);
                line.add(Lines.clipped(cell, widths[i]));
                clipped |= cell.length() > widths[i];
            }
            lines.add(line);
        }
        aligned(lines, out);
        if (clipped) {
            out.append("Shortened to fit the line; --json has all of it.\n");
        }
    }

    /** Columns as wide as their widest cell, two spaces between them. */
    static void aligned(List<List<String>> rows, StringBuilder out) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell);
                if (column + 1 < row.size()) {
                    line.repeat(" ", width(rows, column) - cell.length() + 2);
                }
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static int width(List<List<String>> rows, int column) {
        int widest = 0;
        for (List<String> row : rows) {
            widest = Math.max(widest, column < row.size() ? row.get(column).length() : 0);
        }
        return widest;
    }

    private static String cell(JsonValue value) {
        return switch (value) {
            case JsonString text -> text.value().replaceAll("\\p{Cntrl}", " ");
            case JsonNumber number -> number.value().toPlainString();
            case JsonBoolean bool -> bool.value() ? "yes" : "no";
            case JsonNull ignored -> "";
            case JsonArray array ->
                String.join(", ", array.values().stream().map(Sheet::cell).toList());
            case JsonObject object -> json(object).strip();
        };
    }
}
