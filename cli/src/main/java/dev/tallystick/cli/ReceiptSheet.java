package dev.tallystick.cli;

import static dev.tallystick.cli.Members.number;
import static dev.tallystick.cli.Members.string;
import static dev.tallystick.cli.Members.whole;

import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonObject;
import java.util.List;

/** A customer's receipts for people, one line each; their roots and links stand in JSON. Stateless. */
final class ReceiptSheet {
    private ReceiptSheet() {}

    static String text(List<JsonObject> receipts) {
        if (receipts.isEmpty()) {
            return "No receipts.\n";
        }
        TextTable table = new TextTable("checkpoint", "window (UTC)", "records", "opening", "closing", "state");
        for (JsonObject each : receipts) {
            table.row(
                    string(each, "checkpointId"),
                    CheckpointSheet.window(each),
                    whole(each, "deltaCount"),
                    number(each, "startingBalance"),
                    number(each, "finalBalance"),
                    JsonBoolean.TRUE.equals(each.get("provisional")) ? "provisional" : "final");
        }
        StringBuilder out = new StringBuilder();
        table.writeTo(out);
        return out.append("  receipt CHECKPOINT fetches one; --json has the roots and links\n")
                .toString();
    }
}
