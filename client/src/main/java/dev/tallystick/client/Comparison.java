package dev.tallystick.client;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two claims held against the record.
 *
 * @param neutralBalance what the records give
 * @param matchesYours whether the caller's claim does
 * @param matchesTheirs whether the other side's does
 * @param recommendation what to do, in words; null when nothing differs
 * @param explanations what would explain the difference, to the last digit; simplest first
 * @param divergentWindows the windows whose totals differ; empty where no side gave windows
 * @param json the whole answer
 */
public record Comparison(
        Amount neutralBalance,
        boolean matchesYours,
        boolean matchesTheirs,
        @Nullable String recommendation,
        List<Explanation> explanations,
        List<DivergentWindow> divergentWindows,
        JsonObject json) {
    /** Copies the lists. */
    public Comparison {
        explanations = List.copyOf(explanations);
        divergentWindows = List.copyOf(divergentWindows);
    }

    /** Whether both claims match. */
    public boolean agree() {
        return matchesYours && matchesTheirs;
    }

    /**
     * What would explain a difference.
     *
     * @param kind such as {@code day_missing}
     * @param side {@code yours}, {@code theirs} or {@code both}
     * @param sentence the same for people
     * @param recordIds the records that show it
     */
    public record Explanation(String kind, String side, String sentence, List<String> recordIds) {
        /** Copies the list. */
        public Explanation {
            recordIds = List.copyOf(recordIds);
        }
    }

    /**
     * A window in which a side differs.
     *
     * @param start first instant inside
     * @param end first instant after it
     * @param neutralTotal what the records in it add up to
     */
    public record DivergentWindow(Instant start, Instant end, Amount neutralTotal) {}

    static Comparison of(Members members) {
        List<Explanation> explanations = new ArrayList<>();
        List<DivergentWindow> windows = new ArrayList<>();
        String recommendation = null;
        if (members.optionalObject("discrepancyReport") != null) {
            Members report = members.members("discrepancyReport");
            recommendation = report.optionalText("recommendation");
            for (Members one : report.objects("explanations")) {
                explanations.add(new Explanation(
                        one.text("kind"), one.text("side"), one.text("sentence"), one.texts("recordIds")));
            }
            for (Members one : report.objects("windows")) {
                if (!one.isNull("diverges") && one.bool("diverges")) {
                    windows.add(new DivergentWindow(one.time("start"), one.time("end"), one.amount("neutralTotal")));
                }
            }
        }
        return new Comparison(
                members.amount("neutralBalance"),
                members.bool("matchesYours"),
                members.bool("matchesTheirs"),
                recommendation,
                explanations,
                windows,
                members.object());
    }
}
