package dev.tallystick.cli;

import static dev.tallystick.cli.Members.number;
import static dev.tallystick.cli.Members.object;
import static dev.tallystick.cli.Members.objects;
import static dev.tallystick.cli.Members.string;
import static dev.tallystick.cli.Members.texts;

import dev.tallystick.cli.words.Moments;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A comparison for people: what differs, by how much, on which days, and which records it is. For one thread. */
final class CompareSheet {

    private final JsonObject data;
    private final boolean negated;
    private final StringBuilder out = new StringBuilder();

    /**
     * @param negated whether the rows were taken with the sign turned
     */
    CompareSheet(JsonObject data, boolean negated) {
        this.data = data;
        this.negated = negated;
    }

    /** What a side claimed, as the reply tells it. */
    static @Nullable String claimed(JsonObject data, String side) {
        JsonObject report = object(data, "discrepancyReport");
        JsonObject claim = report == null ? null : object(report, side);
        BigDecimal amount = claim == null ? number(data, "neutralBalance") : number(claim, "claimed");
        return amount == null ? null : amount.toPlainString();
    }

    String text() {
        heading();
        figures();
        out.append('\n');
        String opposite = OppositeSigns.sentence(data, negated);
        Lines.wrap(out, "", opposite == null ? CompareVerdict.of(data) : opposite);
        JsonObject explained = CompareVerdict.explanation(data);
        if (explained != null) {
            recordIds(explained, "  ");
        }
        JsonObject report = object(data, "discrepancyReport");
        if (report == null) {
            return out.toString();
        }
        windows(report);
        JsonObject records = object(data, "records");
        if (records != null) {
            CompareRecords.writeTo(out, "yours", object(records, "yours"));
            CompareRecords.writeTo(out, "theirs", object(records, "theirs"));
        }
        List<JsonObject> explanations = objects(report, "explanations");
        explanations(
                explained == null ? explanations : explanations.subList(1, explanations.size()), explained != null);
        recommendation(string(report, "recommendation"), explanations);
        return out.toString();
    }

    /** Without the explanation that stands above already. */
    private void recommendation(String text, List<JsonObject> explanations) {
        String rest = text;
        if (!explanations.isEmpty()) {
            String sentence = string(explanations.getFirst(), "sentence");
            rest = rest.replace(" The simplest of what would explain it: " + sentence + " Look at that first.", "");
        }
        out.append("\nIn words\n");
        for (String sentence : rest.strip().split("(?<=\\.) ", -1)) {
            Lines.wrap(out, "  ", sentence);
        }
    }

    private void heading() {
        out.append("Customer ").append(string(data, "customerId"));
        JsonObject scope = object(data, "scope");
        if (scope != null) {
            out.append(", from ")
                    .append(Moments.of(string(scope, "startDate")))
                    .append(" to before ")
                    .append(Moments.of(string(scope, "endDate")))
                    .append(" (UTC), ")
                    .append(timeBasis());
        }
        out.append("\n\n");
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
        TextTable table = new TextTable("from", "to before", "recorded", "yours", "theirs", "difference");
        BigDecimal[] totals = new BigDecimal[4];
        int found = 0;
        for (JsonObject window : objects(report, "windows")) {
            if (JsonBoolean.TRUE.equals(window.get("diverges"))) {
                BigDecimal recorded = number(window, "neutralTotal");
                BigDecimal yours = number(window, "yourTotal");
                BigDecimal theirs = number(window, "theirTotal");
                BigDecimal claimed = yours != null ? yours : theirs;
                BigDecimal difference = claimed == null || recorded == null ? null : claimed.subtract(recorded);
                CompareRecords.add(totals, recorded, yours, theirs, difference);
                if (found < CompareRecords.ROWS_MAX) {
                    table.row(
                            Moments.of(string(window, "start")),
                            Moments.of(string(window, "end")),
                            recorded,
                            yours,
                            theirs,
                            difference);
                }
                found++;
            }
        }
        if (!table.isEmpty()) {
            if (found > 1) {
                table.row("total", null, totals[0], totals[1], totals[2], totals[3]);
            }
            out.append("\nWhere it differs, ").append(timeBasis()).append('\n');
            table.writeTo(out);
            CompareRecords.more(out, found);
        }
    }

    /** By which time a record or row falls into its window. */
    private String timeBasis() {
        JsonObject scope = object(data, "scope");
        boolean occurred = string(data, "timeBasis").equals("occurred")
                || (scope != null && string(scope, "timeBasis").equals("occurred"));
        return occurred ? "by time of use" : "by time recorded";
    }

    private void explanations(List<JsonObject> explanations, boolean others) {
        if (explanations.isEmpty()) {
            return;
        }
        out.append(others ? "\nWhat else would explain it\n" : "\nWhat would explain it, simplest first\n");
        for (JsonObject each : explanations) {
            Lines.wrap(out, "  - ", string(each, "sentence"));
            recordIds(each, "    ");
        }
    }

    private void recordIds(JsonObject explanation, String indent) {
        List<String> ids = texts(explanation, "recordIds");
        if (!ids.isEmpty()) {
            BigDecimal count = number(explanation, "recordCount");
            boolean all = count != null && count.intValue() == ids.size();
            Lines.wrap(out, indent, String.join(" ", ids) + (all ? "" : " of " + count + " records"));
        }
    }
}
