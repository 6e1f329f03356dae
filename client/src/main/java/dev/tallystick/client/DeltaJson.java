package dev.tallystick.client;

import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.UtcText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A delta as the JSON that is sent, spooled and answered. */
final class DeltaJson {
    private DeltaJson() {}

    static void write(DeltaItem item, JsonWriter json) {
        json.beginObject();
        json.name("customerId").value(item.customerId());
        json.name("delta").value(item.delta());
        json.name("reason").value(item.reason());
        if (item.referenceId() != null) {
            json.name("referenceId").value(item.referenceId());
        }
        if (item.metadata() != null) {
            json.name("metadata").value(item.metadata());
        }
        Adjusts adjusts = item.adjusts();
        if (adjusts != null) {
            boolean byRecord = adjusts.recordId() != null;
            json.name("adjusts").beginObject();
            json.name(byRecord ? "recordId" : "referenceId")
                    .value(byRecord ? adjusts.recordId() : adjusts.referenceId());
            json.endObject();
        }
        Instant occurredAt = item.occurredAt();
        if (occurredAt != null) {
            json.name("occurredAt").value(UtcText.of(occurredAt));
        }
        json.endObject();
    }

    static DeltaItem read(Members members) {
        return new DeltaItem(
                members.text("customerId"),
                members.amount("delta"),
                members.text("reason"),
                members.optionalText("referenceId"),
                members.optionalObject("metadata"),
                adjusts(members),
                members.optionalTime("occurredAt"));
    }

    private static @Nullable Adjusts adjusts(Members members) {
        if (members.optionalObject("adjusts") == null) {
            return null;
        }
        Members adjusts = members.members("adjusts");
        try {
            return new Adjusts(adjusts.optionalText("recordId"), adjusts.optionalText("referenceId"));
        } catch (IllegalArgumentException e) {
            throw members.other("adjusts", "one of recordId and referenceId");
        }
    }
}
