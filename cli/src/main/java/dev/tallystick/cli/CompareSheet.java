package dev.tallystick.cli;

import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A comparison for people: what differs, by how much, on which days, and which records it is. For one thread. */
final class CompareSheet {
    /** Rows of a table; {@code --json} has them all. */
    private static final int ROWS_MAX = 40;

    private static final int DATE_LENGTH = 10;
    private static final String MIDNIGHT = "T00:00:00.000Z";

    private final JsonObject data;
    private final StringBuilder out = new StringBuilder();

    CompareSheet(JsonObject data) {
        this.data = data;
    }

    /** What a side claimed, as the reply tells it. */
    static @Nullable String claimed(JsonObject data, String side) {
        JsonObject report = object(data, "discrepancyReport");
        JsonObject claim = report == null ? null : object(report, side);
        BigDecimal amount = claim == null ? number(data, "neutralBalance") : number(claim, "claimed");
        return amount == null ? null : amount.toPlainString();
    }

    String text() {
        JsonObject scope = object(data, "scope");
        String span = scope == null ? "" : moment(text(scope, "startDate")) + " to " + moment(text(scope, "endDate"));
        out.append("Customer ")
                .append(text(data, "customerId"))
                .append(", ")
                .append(span)
                .append(" (UTC), by ")
                .append("occurred".equals(text(data, "timeBasis")) ? "time of use" : "time recorded")
                .append("\n\n");
        figures();
        JsonObject report = object(data, "discrepancyReport");
        if (report == null) {
            out.append("\nNothing differs.\n");
            return out.toString();
        }
        windows(report);
        JsonObject records = object(data, "records");
        if (records != null) {
            side("yours", object(records, "yours"));
            side("theirs", object(records, "theirs"));
        }
        explanations(report);
        out.append("\nWhat to look at\n  ")
                .append(text(report, "recommendation").replace(". ", ".\n  "))
                .append('\n');
        return out.toString();
    }

    private void figures() {
        TextTable table = new TextTable("", "balance", "difference");
        table.row("recorded", number(data, "neutralBalance"), null);
        JsonObject report = object(data, "discrepancyReport");
        for (String side : List.of("yours", "theirs")) {
            JsonValue matches = data.get(side.equals("yours") ? "matchesYours" : "matchesTheirs");
            if (matches instanceof JsonBoolean) {
                JsonObject claim = report == null ? null : object(report, side);
                table.row(
                        side,
                        claim == null ? number(data, "neutralBalance") : number(claim, "claimed"),
                        claim == null ? BigDecimal.ZERO : number(claim, "difference"));
            }
        }
        table.writeTo(out);
    }

    private void windows(JsonObject report) {
        TextTable table = new TextTable("from", "to", "recorded", "yours", "theirs", "difference");
        int left = 0;
        for (JsonObject window : objects(report, "windows")) {
            if (JsonBoolean.TRUE.equals(window.get("diverges"))) {
                BigDecimal recorded = number(window, "neutralTotal");
                BigDecimal yours = number(window, "yourTotal");
                BigDecimal theirs = number(window, "theirTotal");
                BigDecimal claimed = yours != null ? yours : theirs;
                boolean shown = left < ROWS_MAX;
                if (shown) {
                    table.row(
                            moment(text(window, "start")),
                            moment(text(window, "end")),
                            recorded,
                            yours,
                            theirs,
                            claimed == null || recorded == null ? null : claimed.subtract(recorded));
                }
                left++;
            }
        }
        if (!table.isEmpty()) {
            out.append("\nWhere it differs\n");
            table.writeTo(out);
            more(left);
        }
    }

    private void more(int found) {
        if (found > ROWS_MAX) {
            out.append("  and ").append(found - ROWS_MAX).append(" more; --json lists them\n");
        }
    }

    private void side(String side, @Nullable JsonObject records) {
        if (records == null) {
            return;
        }
        out.append("\nRecord by record: ").append(side).append('\n');
        TextTable totals = new TextTable("", "count", side, "recorded", "difference");
        for (JsonObject each : objects(records, "classes")) {
            totals.row(
                    meaning(text(each, "class"), side),
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
                "all",
                null,
                number(records, "claimedTotal"),
                number(records, "recordedTotal"),
                difference == null || unlisted == null ? difference : difference.add(unlisted));
        totals.writeTo(out);
        days(records);
        items(side, records);
    }

    private void days(JsonObject records) {
        List<JsonObject> days = objects(records, "days");
        TextTable table = new TextTable("day", "rows that differ", "difference");
        for (JsonObject day : days.subList(0, Math.min(ROWS_MAX, days.size()))) {
            table.row(text(day, "date"), whole(day, "count"), number(day, "difference"));
        }
        if (!table.isEmpty()) {
            out.append('\n');
            table.writeTo(out);
            more(days.size());
        }
    }

    private void items(String side, JsonObject records) {
        List<JsonObject> items = objects(records, "items");
        TextTable table = new TextTable("date", "reference", side, "recorded", "record", "line", "");
        for (JsonObject item : items.subList(0, Math.min(ROWS_MAX, items.size()))) {
            table.row(
                    text(item, "date"),
                    text(item, "referenceId"),
                    number(item, "claimed"),
                    number(item, "recorded"),
                    text(item, "recordId"),
                    whole(item, "line"),
                    meaning(text(item, "class"), side));
        }
        if (!table.isEmpty()) {
            out.append('\n');
            table.writeTo(out);
            more(items.size());
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

    private void explanations(JsonObject report) {
        List<JsonObject> explanations = objects(report, "explanations");
        if (explanations.isEmpty()) {
            return;
        }
        out.append("\nWhat would explain it, simplest first\n");
        for (JsonObject each : explanations) {
            out.append("  - ").append(text(each, "sentence")).append('\n');
            List<String> ids = new ArrayList<>();
            if (each.get("recordIds") instanceof JsonArray array) {
                array.values().forEach(id -> ids.add(id instanceof JsonString text ? text.value() : ""));
            }
            if (!ids.isEmpty()) {
                BigDecimal count = number(each, "recordCount");
                boolean all = count != null && count.intValue() == ids.size();
                out.append("    ")
                        .append(String.join(" ", ids))
                        .append(all ? "" : " of " + count + " records")
                        .append('\n');
            }
        }
    }

    /** A midnight as its day alone. */
    private static String moment(String time) {
        return time.endsWith(MIDNIGHT) ? time.substring(0, DATE_LENGTH) : time;
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.value() : "";
    }

    private static @Nullable BigDecimal number(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber number ? number.value() : null;
    }

    private static @Nullable Long whole(JsonObject object, String name) {
        BigDecimal number = number(object, name);
        return number == null ? null : (Long) number.longValue();
    }

    private static @Nullable JsonObject object(JsonObject object, String name) {
        return object.get(name) instanceof JsonObject inner ? inner : null;
    }

    private static List<JsonObject> objects(JsonObject object, String name) {
        List<JsonObject> objects = new ArrayList<>();
        if (object.get(name) instanceof JsonArray array) {
            array.values().forEach(value -> {
                if (value instanceof JsonObject each) {
                    objects.add(each);
                }
            });
        }
        return objects;
    }
}
