package dev.tallystick.cli;

import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** An event as one line for people: when, which, of which customer, what. Stateless. */
final class EventLine {
    private EventLine() {}

    /** @param event the body of a webhook */
    static String of(JsonObject event) {
        String name = text(event, "event");
        JsonObject data = event.get("data") instanceof JsonObject object ? object : new JsonObject(Map.of());
        String customer = text(data, "customerId");
        String line = String.format(
                Locale.ROOT,
                "%s  %-19s  %-12s  %s",
                text(event, "timestamp"),
                name,
                customer.isEmpty() ? "-" : customer,
                what(name, data));
        // What others wrote into a reason must not move the cursor of whoever reads it.
        return line.replaceAll("[\\p{Cc}\\u2028-\\u202e\\u2066-\\u2069]", " ").stripTrailing();
    }

    private static String what(String name, JsonObject data) {
        return switch (name) {
            case "customer.created" ->
                data.get("firstRecordId") instanceof JsonString first
                        ? "with its first record, " + first.value()
                        : "by the operator";
            case "delta.verified" -> delta(data);
            case "checkpoint.verified" -> checkpoint(data);
            default -> others(data);
        };
    }

    private static String delta(JsonObject data) {
        String reference = text(data, "referenceId");
        return text(data, "delta") + ", balance " + text(data, "balance") + ", " + text(data, "recordId") + ": "
                + text(data, "reason") + (reference.isEmpty() ? "" : " (" + reference + ")");
    }

    private static String checkpoint(JsonObject data) {
        return text(data, "checkpointId") + ", " + text(data, "startDate") + " to " + text(data, "endDate") + ": "
                + text(data, "deltaCount") + " deltas, balance " + text(data, "startingBalance") + " to "
                + text(data, "finalBalance")
                + (JsonBoolean.TRUE.equals(data.get("provisional")) ? ", provisional" : "");
    }

    /** An event this program does not know is shown by its plain members. */
    private static String others(JsonObject data) {
        StringJoiner members = new StringJoiner(", ");
        data.members().forEach((name, value) -> {
            if (!name.equals("customerId") && !plain(value).isEmpty()) {
                members.add(name + " " + plain(value));
            }
        });
        return members.toString();
    }

    private static String text(JsonObject object, String name) {
        return plain(object.get(name));
    }

    private static String plain(@Nullable JsonValue value) {
        return switch (value) {
            case JsonString text -> text.value();
            case JsonNumber number -> number.value().toPlainString();
            case JsonBoolean bool -> Boolean.toString(bool.value());
            case JsonNull ignored -> "";
            case JsonObject ignored -> "";
            case JsonArray ignored -> "";
            case null -> "";
        };
    }
}
