package dev.tallystick.cli;

import static dev.tallystick.cli.Members.number;
import static dev.tallystick.cli.Members.object;
import static dev.tallystick.cli.Members.objects;
import static dev.tallystick.cli.Members.string;
import static dev.tallystick.cli.Members.whole;

import dev.tallystick.cli.words.Moments;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A list of checkpoints for people, one line each; the hashes stand in the checkpoint by its id, and in JSON. Stateless. */
final class CheckpointSheet {
    private CheckpointSheet() {}

    static String text(JsonObject data) {
        List<JsonObject> checkpoints = objects(data, "checkpoints");
        if (checkpoints.isEmpty()) {
            return "No checkpoints.\n";
        }
        TextTable table = new TextTable("checkpoint", "customer", "window (UTC)", "count", "closing", "state");
        for (JsonObject each : checkpoints) {
            table.row(
                    string(each, "checkpointId"),
                    string(each, "customerId"),
                    window(each),
                    whole(each, "deltasCount"),
                    number(each, "finalBalance"),
                    state(each));
        }
        StringBuilder out = new StringBuilder();
        table.writeTo(out);
        JsonObject page = object(data, "pagination");
        Long total = page == null ? null : whole(page, "total");
        if (total != null && total > checkpoints.size()) {
            out.append("  ")
                    .append(checkpoints.size())
                    .append(" of ")
                    .append(total)
                    .append("; --limit and --offset show the others\n");
        }
        return out.toString();
    }

    /** The window in words: its month, or from when to before when. */
    static String window(JsonObject checkpoint) {
        JsonObject scope = object(checkpoint, "scope");
        if (scope == null) {
            return "";
        }
        String period = string(scope, "period");
        return !period.isEmpty()
                ? period
                : Moments.of(string(scope, "startDate")) + " to before " + Moments.of(string(scope, "endDate"));
    }

    private static String state(JsonObject checkpoint) {
        List<String> state = new ArrayList<>();
        state.add(JsonBoolean.TRUE.equals(checkpoint.get("provisional")) ? "provisional" : "final");
        if (string(checkpoint, "mode").equals("fingerprints")) {
            state.add("picked");
        }
        if (JsonBoolean.TRUE.equals(checkpoint.get("countersigned"))) {
            state.add("countersigned");
        }
        return String.join(", ", state);
    }
}
