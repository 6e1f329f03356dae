package dev.tallystick.cli;

import static dev.tallystick.cli.Members.number;
import static dev.tallystick.cli.Members.object;
import static dev.tallystick.cli.Members.objects;
import static dev.tallystick.cli.Members.string;
import static dev.tallystick.cli.Members.whole;

import dev.tallystick.proof.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that all have the amount of their record with the other sign: one thing to mend rather than many. Stateless. */
final class OppositeSigns {
    /** A single row may as well be one that was credited by mistake. */
    private static final int ROWS_MIN = 2;

    private OppositeSigns() {}

    /** The sentence about the first side of a comparison that it is true of; null if there is none. */
    static @Nullable String sentence(JsonObject data, boolean negated) {
        JsonObject records = object(data, "records");
        for (String side : List.of("yours", "theirs")) {
            JsonObject rows = records == null ? null : object(records, side);
            if (rows != null && all(rows, side)) {
                return "All " + (side.equals("yours") ? "your" : "their")
                        + " amounts have the opposite sign of what is recorded: "
                        + (negated ? "leave --negate out." : "try --negate.");
            }
        }
        return null;
    }

    /** Whether every row of the side, and at least two, is paired with a record of exactly the opposite amount. */
    static boolean all(JsonObject rows, String side) {
        String unpaired = "missing_" + (side.equals("yours") ? "theirs" : "yours");
        boolean enough = false;
        for (JsonObject each : objects(rows, "classes")) {
            String name = string(each, "class");
            Long found = whole(each, "count");
            long count = found == null ? 0 : found;
            if (name.equals("amount_differs")) {
                // The totals speak for the rows that the reply is too long to list.
                enough = count >= ROWS_MIN && opposite(each, "claimedTotal", "recordedTotal");
            } else if (count > 0 && (name.equals("matched") || name.equals("duplicate") || name.equals(unpaired))) {
                return false;
            }
        }
        return enough
                && objects(rows, "items").stream()
                        .filter(item -> string(item, "class").equals("amount_differs"))
                        .allMatch(item -> opposite(item, "claimed", "recorded"));
    }

    private static boolean opposite(JsonObject object, String one, String other) {
        BigDecimal claimed = number(object, one);
        BigDecimal recorded = number(object, other);
        return claimed != null && recorded != null && claimed.add(recorded).signum() == 0;
    }
}
