package dev.tallystick.cli;

import static dev.tallystick.cli.Members.number;
import static dev.tallystick.cli.Members.object;
import static dev.tallystick.cli.Members.objects;
import static dev.tallystick.cli.Members.string;
import static dev.tallystick.cli.Members.texts;
import static dev.tallystick.cli.Members.whole;

import dev.tallystick.cli.words.Moments;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One sentence about a comparison: where the numbers part, and what to do about it. Stateless. */
final class CompareVerdict {
    private static final String NOTHING = "Nothing differs.";

    private CompareVerdict() {}

    /** The explanation that {@link #of} tells, if it tells one: nobody needs to read it again. */
    static @Nullable JsonObject explanation(JsonObject data) {
        JsonObject report = object(data, "discrepancyReport");
        List<JsonObject> explanations = report == null ? List.of() : objects(report, "explanations");
        return explanations.isEmpty() || ofItems(data) != null ? null : explanations.getFirst();
    }

    private static @Nullable String ofItems(JsonObject data) {
        JsonObject records = object(data, "records");
        for (String side : List.of("yours", "theirs")) {
            JsonObject rows = records == null ? null : object(records, side);
            JsonObject item = rows == null ? null : largest(rows);
            if (item != null) {
                return ofItem(side, item);
            }
        }
        return null;
    }

    static String of(JsonObject data) {
        JsonObject report = object(data, "discrepancyReport");
        if (report == null) {
            return NOTHING;
        }
        String items = ofItems(data);
        if (items != null) {
            return items;
        }
        JsonObject explanation = explanation(data);
        if (explanation != null) {
            boolean named = !texts(explanation, "recordIds").isEmpty();
            return "Most likely: " + withoutStop(string(explanation, "sentence"))
                    + (named ? "; look here first:" : "; look there first.");
        }
        for (JsonObject window : objects(report, "windows")) {
            if (JsonBoolean.TRUE.equals(window.get("diverges"))) {
                return "The numbers part first in the window from " + Moments.of(string(window, "start"))
                        + " to before " + Moments.of(string(window, "end"))
                        + ": hold your records of it against what is recorded, with --mine FILE.";
            }
        }
        return "The balances part, but two totals cannot say where: compare your records, with --mine FILE.";
    }

    /** The item that makes the largest difference; of equal ones the first. */
    private static @Nullable JsonObject largest(JsonObject records) {
        JsonObject largest = null;
        BigDecimal most = BigDecimal.ZERO;
        for (JsonObject item : objects(records, "items")) {
            BigDecimal difference = difference(item).abs();
            if (difference.compareTo(most) > 0) {
                most = difference;
                largest = item;
            }
        }
        return largest;
    }

    private static BigDecimal difference(JsonObject item) {
        return orZero(number(item, "claimed")).subtract(orZero(number(item, "recorded")));
    }

    private static BigDecimal orZero(@Nullable BigDecimal number) {
        return number == null ? BigDecimal.ZERO : number;
    }

    private static String ofItem(String side, JsonObject item) {
        String date = string(item, "date");
        String reference = string(item, "referenceId");
        Long line = whole(item, "line");
        String recordId = string(item, "recordId");
        String name = !reference.isEmpty()
                ? "reference " + reference
                : line != null ? "line " + line : recordId.isEmpty() ? "one row" : "record " + recordId;
        String whose = side.equals("yours") ? "your rows" : "their rows";
        return "The numbers part most at " + name + (date.isEmpty() ? "" : " of " + date) + ": "
                + what(string(item, "class"), side, item, whose) + ".";
    }

    private static String what(String recordClass, String side, JsonObject item, String whose) {
        String other = side.equals("yours") ? "theirs" : "yours";
        if (recordClass.equals("missing_" + side)) {
            return plain(item, "recorded") + " is recorded and not in " + whose
                    + "; add it to them, or have the record adjusted if it is wrong";
        }
        if (recordClass.equals("missing_" + other)) {
            return plain(item, "claimed") + " is in " + whose
                    + " and not recorded; record it, or strike it from them if it is wrong";
        }
        return switch (recordClass) {
            case "amount_differs" ->
                plain(item, "claimed") + " in " + whose + ", " + plain(item, "recorded")
                        + " recorded; find out which amount is right, then correct the other";
            case "duplicate" ->
                plain(item, "claimed") + " is once more in " + whose
                        + " than recorded; strike the second one if it is a copy";
            default -> recordClass + "; look at it first";
        };
    }

    private static String plain(JsonObject item, String name) {
        return orZero(number(item, name)).toPlainString();
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
