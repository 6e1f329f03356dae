package dev.tallystick.cli;

import static dev.tallystick.cli.Members.number;
import static dev.tallystick.cli.Members.string;

import dev.tallystick.proof.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;

/** A customer's records as one line each; {@code status} shows one whole, and {@code --json} all of them. Stateless. */
final class DeltaTable {
    private static final int TO_MINUTES = "2026-01-01T00:00".length();

    private DeltaTable() {}

    static void writeTo(StringBuilder out, List<JsonObject> deltas) {
        TextTable table =
                new TextTable("record", "recorded (UTC)", "delta", "balance", "reason", "reference", "belongs to");
        for (JsonObject each : deltas) {
            table.row(
                    string(each, "recordId"),
                    minutes(string(each, "recordedAt")),
                    number(each, "delta"),
                    number(each, "balance"),
                    string(each, "reason"),
                    string(each, "referenceId"),
                    belongs(each));
        }
        table.writeTo(out);
    }

    private static String minutes(String time) {
        return time.length() < TO_MINUTES ? time : time.substring(0, TO_MINUTES).replace('T', ' ');
    }

    /** What else a record says something about: the record it corrects, the month it is late for, its own corrections. */
    private static String belongs(JsonObject delta) {
        String adjusted = string(delta, "adjustsRecordId");
        if (!adjusted.isEmpty()) {
            return adjusted;
        }
        BigDecimal net = number(delta, "netDelta");
        return net == null ? string(delta, "belongsTo") : "net " + net.toPlainString();
    }
}
