package dev.tallystick.cli;

import static dev.tallystick.cli.Members.number;
import static dev.tallystick.cli.Members.object;
import static dev.tallystick.cli.Members.objects;
import static dev.tallystick.cli.Members.string;
import static dev.tallystick.cli.Members.whole;

import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a {@link CompareSheet} about one side's rows: how many of each kind, on which days, and which. Stateless. */
final class CompareRecords {
    /** Rows of a table; {@code --json} has them all. */
    static final int ROWS_MAX = 40;

    /** The same of rows that all differ by their sign alone: a few show it. */
    private static final int OPPOSITE_MAX = 10;

    private CompareRecords() {}

    /**
     * Whether rows or figures were held against a scope that may well hold nothing: no row has a record, and a balance that
     * agrees is zero.
     */
    static boolean pairsNone(JsonValue reply) {
        if (!(reply instanceof JsonObject data)) {
            return false;
        }
        JsonObject sides = object(data, "records");
        for (String side : List.of("yours", "theirs")) {
            JsonObject rows = sides == null ? null : object(sides, side);
            for (JsonObject each : rows == null ? List.<JsonObject>of() : objects(rows, "classes")) {
                boolean pair = Set.of("matched", "amount_differs").contains(string(each, "class"));
                if (pair && !Long.valueOf(0).equals(whole(each, "count"))) {
                    return false;
                }
            }
        }
        BigDecimal balance = number(data, "neutralBalance");
        return object(data, "discrepancyReport") != null || balance == null || balance.signum() == 0;
    }

    static void writeTo(StringBuilder out, String side, @Nullable JsonObject records) {
        if (records == null) {
            return;
        }
        out.append("\nRecord by record: ").append(side).append('\n');
        TextTable totals = new TextTable("", "count", side, "recorded", "difference");
        for (JsonObject each : objects(records, "classes")) {
            if (Long.valueOf(0).equals(whole(each, "count"))) {
                continue;
            }
            totals.row(
                    meaning(string(each, "class"), side),
                    whole(each, "count"),
                    number(each, "claimedTotal"),
                    number(each, "recordedTotal"),
                    number(each, "difference"));
        }
        BigDecimal unlisted = number(records, "unlisted");
        if (unlisted != null && unlisted.signum() != 0) {
            totals.row("in the balance, in no row", null, null, null, unlisted);
        }
        BigDecimal difference = number(records, "difference");
        totals.row(
                "total",
                null,
                number(records, "claimedTotal"),
                number(records, "recordedTotal"),
                difference == null || unlisted == null ? difference : difference.add(unlisted));
        totals.writeTo(out);
        days(out, records);
        items(out, side, records);
    }

    private static void days(StringBuilder out, JsonObject records) {
        List<JsonObject> days = objects(records, "days");
        TextTable table = new TextTable("day", "rows that differ", "difference");
        for (JsonObject day : days.subList(0, Math.min(ROWS_MAX, days.size()))) {
            table.row(string(day, "date"), whole(day, "count"), number(day, "difference"));
        }
        if (days.size() > 1) {
            BigDecimal[] totals = new BigDecimal[1];
            long count = 0;
            for (JsonObject day : days) {
                Long rows = whole(day, "count");
                count += rows == null ? 0 : rows;
                add(totals, number(day, "difference"));
            }
            table.row("total", count, totals[0]);
        }
        if (!table.isEmpty()) {
            out.append('\n');
            table.writeTo(out);
            more(out, days.size());
        }
    }

    private static void items(StringBuilder out, String side, JsonObject records) {
        List<JsonObject> items = objects(records, "items");
        TextTable table = new TextTable("date", "reference", side, "recorded", "record", "line", "what differs");
        int shown = OppositeSigns.all(records, side) ? OPPOSITE_MAX : ROWS_MAX;
        for (JsonObject item : items.subList(0, Math.min(shown, items.size()))) {
            table.row(
                    string(item, "date"),
                    string(item, "referenceId"),
                    number(item, "claimed"),
                    number(item, "recorded"),
                    string(item, "recordId"),
                    whole(item, "line"),
                    meaning(string(item, "class"), side));
        }
        if (!table.isEmpty()) {
            out.append('\n');
            table.writeTo(out);
            more(out, items.size(), shown);
        }
    }

    private static String meaning(String recordClass, String side) {
        String other = side.equals("yours") ? "theirs" : "yours";
        if (recordClass.equals("missing_" + side)) {
            return "recorded, not in " + side;
        }
        if (recordClass.equals("missing_" + other)) {
            return "in " + side + ", not recorded";
        }
        return switch (recordClass) {
            case "matched" -> "the same in both";
            case "amount_differs" -> "the amount differs";
            case "duplicate" -> "in " + side + " once more";
            default -> recordClass;
        };
    }

    static void more(StringBuilder out, int found) {
        more(out, found, ROWS_MAX);
    }

    private static void more(StringBuilder out, int found, int shown) {
        if (found > shown) {
            out.append("  and ").append(found - shown).append(" more; --json lists them\n");
        }
    }

    /** Adds a row of amounts to the totals; what is null adds nothing. */
    static void add(@Nullable BigDecimal[] totals, @Nullable BigDecimal... row) {
        for (int i = 0; i < row.length; i++) {
            BigDecimal sum = totals[i];
            BigDecimal each = row[i];
            if (each != null) {
                totals[i] = sum == null ? each : sum.add(each);
            }
        }
    }
}
