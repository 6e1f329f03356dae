package dev.tallystick.proof.receipt;

import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.DeltaItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns the values of a receipt's {@code records} into records, one by one. For one thread at a time. */
final class RecordReader implements Consumer<JsonValue> {
    private static final Set<String> RECORD = Set.of(
            "recordId",
            "sequence",
            "recordedAt",
            "balance",
            "salt",
            "content",
            "contentHash",
            "proofHash",
            "previousProofHash");
    private static final Set<String> CONTENT =
            Set.of("adjusts", "customerId", "delta", "metadata", "occurredAt", "reason", "referenceId");
    private static final Set<String> ADJUSTS = Set.of("recordId", "referenceId");

    private final List<ReceiptRecord> records = new ArrayList<>();
    // Almost always one customer: its name is kept once, not once a record.
    private String lastCustomer = "";

    @Override
    public void accept(JsonValue value) {
        Members members = new Members(value, "a record", RECORD);
        records.add(new ReceiptRecord(
                RecordId.parse(members.text("recordId")),
                members.whole("sequence", 1),
                members.time("recordedAt"),
                members.balance("balance"),
                members.salt("salt"),
                content(new Members(members.value("content"), "a record's content", CONTENT)),
                members.hash("contentHash"),
                members.hash("proofHash"),
                members.hashOrNone("previousProofHash")));
    }

    private DeltaItem content(Members content) {
        String customer = content.id("customerId");
        lastCustomer = customer.equals(lastCustomer) ? lastCustomer : customer;
        return new DeltaItem(
                lastCustomer,
                content.amount("delta"),
                content.text("reason"),
                content.optionalText("referenceId"),
                metadata(content),
                adjusts(content),
                content.has("occurredAt") ? Instant.ofEpochMilli(content.time("occurredAt")) : null);
    }

    private static @Nullable JsonObject metadata(Members content) {
        if (!content.has("metadata")) {
            return null;
        }
        if (content.value("metadata") instanceof JsonObject object) {
            return object;
        }
        throw content.other("metadata", "an object");
    }

    private static @Nullable Adjusts adjusts(Members content) {
        if (!content.has("adjusts")) {
            return null;
        }
        Members adjusts = new Members(content.value("adjusts"), "adjusts", ADJUSTS);
        if (adjusts.has("recordId") == adjusts.has("referenceId")) {
            throw content.other("adjusts", "an object with exactly one of recordId and referenceId");
        }
        return new Adjusts(adjusts.optionalText("recordId"), adjusts.optionalText("referenceId"));
    }

    List<ReceiptRecord> taken() {
        return records;
    }
}
