package dev.tallystick.proof.receipt;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a receipt file piece by piece: {@link #begin}, a {@link #record} for each record, {@link #end}. Between calls
 * the sink may be emptied, so a long receipt needs no room for its whole. For one thread at a time.
 */
public final class ReceiptWriter {
    private final ByteSink sink;
    private final JsonWriter json;

    /** Writes into the sink from its present end. */
    public ReceiptWriter(ByteSink sink) {
        this.sink = sink;
        this.json = new JsonWriter(sink);
    }

    /** Returns the file of a whole receipt. */
    public static byte[] file(Receipt receipt) {
        ByteSink sink = new ByteSink(4096);
        ReceiptWriter writer = new ReceiptWriter(sink);
        writer.begin(
                receipt.logKey(), receipt.tenantId(), receipt.customerId(), receipt.statement(), receipt.proofRoot());
        receipt.records().forEach(writer::record);
        writer.end(receipt.inclusion(), receipt.countersignatures());
        return sink.toBytes();
    }

    /** Writes everything before the records; without a statement the receipt is that of one record. */
    public void begin(
            VerifierKey logKey,
            String tenantId,
            String customerId,
            @Nullable CheckpointStatement statement,
            Hash proofRoot) {
        Receipt.Kind kind = statement == null ? Receipt.Kind.RECORD : Receipt.Kind.CHECKPOINT;
        json.beginObject();
        text("format", Receipt.FORMAT);
        text("kind", kind.text());
        json.name("log").beginObject();
        text("origin", logKey.name());
        text("vkey", logKey.text());
        json.endObject();
        text("tenantId", tenantId);
        text("customerId", customerId);
        json.name("statement");
        if (statement == null) {
            json.nullValue();
        } else {
            statement(statement);
        }
        json.name("proofRoot").value(proofRoot);
        json.name("records").beginArray();
    }

    private void statement(CheckpointStatement statement) {
        CheckpointStatement.Window window = statement.window();
        CheckpointStatement.Figures figures = statement.figures();
        CheckpointStatement.Chain chain = statement.chain();
        json.beginObject();
        text("salt", statement.salt().toString());
        time("start", window.start());
        time("end", window.end());
        text("mode", window.mode().name().toLowerCase(Locale.ROOT));
        json.name("provisional").value(statement.provisional());
        amount("openingBalance", figures.opening());
        amount("closingBalance", figures.closing());
        amount("credits", figures.credits());
        amount("debits", figures.debits());
        json.name("count").value(chain.count());
        json.name("firstSequence").value(chain.firstSequence());
        json.name("lastSequence").value(chain.lastSequence());
        hashOrNone("chainHead", chain.chainHead());
        json.name("itemsRoot").value(chain.itemsRoot());
        hashOrNone("previousCheckpoint", statement.previousCheckpoint());
        time("issuedAt", statement.issuedAt());
        json.endObject();
    }

    /** Writes the next record, on a line of its own. */
    public void record(ReceiptRecord record) {
        json.beginObject();
        text("recordId", RecordId.of(record.event()));
        json.name("sequence").value(record.sequence());
        time("recordedAt", record.recordedAt());
        amount("balance", record.balance());
        text("salt", record.salt().toString());
        json.name("content");
        content(record.content());
        json.name("contentHash").value(record.contentHash());
        json.name("proofHash").value(record.proofHash());
        hashOrNone("previousProofHash", record.previousProofHash());
        json.endObject();
    }

    private void content(DeltaItem item) {
        json.beginObject();
        Adjusts adjusts = item.adjusts();
        if (adjusts != null) {
            json.name("adjusts").beginObject();
            optional("recordId", adjusts.recordId());
            optional("referenceId", adjusts.referenceId());
            json.endObject();
        }
        text("customerId", item.customerId());
        amount("delta", item.delta());
        JsonObject metadata = item.metadata();
        if (metadata != null) {
            json.name("metadata").value(metadata);
        }
        Instant occurredAt = item.occurredAt();
        if (occurredAt != null) {
            text("occurredAt", UtcText.of(occurredAt));
        }
        text("reason", item.reason());
        optional("referenceId", item.referenceId());
        json.endObject();
    }

    /** Writes everything after the records, and a newline. */
    public void end(LogProof inclusion, List<ReceiptCountersignature> countersignatures) {
        json.endArray();
        text("inclusion", new String(inclusion.text(), StandardCharsets.UTF_8));
        json.name("countersignatures").beginArray();
        for (ReceiptCountersignature one : countersignatures) {
            json.beginObject();
            text("customerKey", one.customerKey().text());
            text("keyId", one.keyId());
            text("signature", one.signature().toString());
            time("signedAt", one.signedAt());
            json.endObject();
        }
        json.endArray();
        json.name("doesNotProve").beginArray();
        Receipt.DOES_NOT_PROVE.forEach(json::value);
        json.endArray().endObject();
        sink.u8('\n');
    }

    private void text(String name, String text) {
        json.name(name).value(text);
    }

    private void optional(String name, @Nullable String text) {
        if (text != null) {
            text(name, text);
        }
    }

    private void amount(String name, Amount amount) {
        text(name, amount.toString());
    }

    private void time(String name, long millis) {
        text(name, UtcText.of(millis));
    }

    private void hashOrNone(String name, Hash hash) {
        json.name(name).value(hash.equals(Hash.ZERO) ? null : hash);
    }
}
