package dev.tallystick.server.http;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.UtcText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Renders a recorded delta: the one place that knows its wire fields. Writes from stored data only, so that a repeated
 * reply is the same to the byte. This is the hottest rendering, so the text between values is prepared.
 */
final class DeltaView {
    private static final byte[] INDEX = ascii("{\"index\":");
    private static final byte[] RECORD_ID = ascii("\"recordId\":\"");
    private static final byte[] RECEIPT_ID = ascii("\",\"status\":\"VERIFIED\",\"receiptId\":\"");
    private static final byte[] CUSTOMER_ID = ascii("\",\"customerId\":\"");
    private static final byte[] DELTA = ascii("\",\"delta\":");
    private static final byte[] REASON = ascii(",\"reason\":");
    private static final byte[] REFERENCE_ID = ascii(",\"referenceId\":");
    private static final byte[] SEQUENCE_NUMBER = ascii(",\"sequenceNumber\":\"");
    private static final byte[] DELTA_INDEX = ascii("\",\"deltaIndex\":");
    private static final byte[] CONTENT_HASH = ascii(",\"contentHash\":\"");
    private static final byte[] PROOF_HASH = ascii("\",\"proofHash\":\"");
    private static final byte[] PREVIOUS_PROOF_HASH = ascii("\",\"previousProofHash\":");
    private static final byte[] ITEM_HASHES = ascii(",\"itemHashes\":[\"");
    private static final byte[] RECORDED_AT = ascii("\"],\"recordedAt\":\"");
    private static final byte[] VERIFIED_AT = ascii("\",\"verifiedAt\":\"");
    private static final byte[] CREATED_AT = ascii("\",\"createdAt\":\"");
    private static final byte[] BALANCE = ascii("\",\"balance\":");
    private static final byte[] IDEMPOTENT_FALSE = ascii(",\"idempotent\":false");
    private static final byte[] IDEMPOTENT_TRUE = ascii(",\"idempotent\":true");
    private static final byte[] ADJUSTS_RECORD = ascii(",\"adjusts\":{\"recordId\":");
    private static final byte[] ADJUSTS_REFERENCE = ascii(",\"adjusts\":{\"referenceId\":");
    private static final byte[] OCCURRED_AT = ascii(",\"occurredAt\":\"");
    private static final byte[] VERIFICATION_REFERENCE = ascii(",\"verificationReference\":\"");
    private static final byte[] METADATA = ascii(",\"metadata\":");
    private static final byte[] PROOF = ascii(",\"proof\":");
    private static final byte[] BELONGS_TO = ascii(",\"belongsTo\":");
    private static final byte[] ADJUSTS_RECORD_ID = ascii(",\"adjustsRecordId\":");
    private static final byte[] ORIGINAL = ascii(",\"original\":{\"recordedAt\":\"");
    private static final byte[] ORIGINAL_DELTA = ascii("\",\"delta\":");
    private static final byte[] ORIGINAL_COUNT = ascii(",\"adjustedByCount\":");
    private static final byte[] ADJUSTED_BY = ascii(",\"adjustedBy\":[");
    private static final byte[] ADJUSTED_BY_COUNT = ascii("],\"adjustedByCount\":");
    private static final byte[] NET_DELTA = ascii(",\"netDelta\":");
    private static final byte[] NULL = ascii("null");

    private DeltaView() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where a record stands in the log. */
    static String verificationReference(String origin, long event) {
        return origin + '#' + event;
    }

    /** Writes a record as one object; in a reply, the next value. */
    static void write(Envelope envelope, String origin, StoredDelta stored) {
        ByteSink sink = envelope.value().u8('{');
        members(envelope, sink, origin, stored.event(), stored.delta(), false);
        sink.u8('}');
    }

    /** Writes a record as one object with what became of it; in a reply, the next value. */
    static void writeRow(Envelope envelope, String origin, StoredDelta stored, RowContext context) {
        ByteSink sink = envelope.value().u8('{');
        members(envelope, sink, origin, stored.event(), stored.delta(), false);
        if (context.belongsTo() != null) {
            text(sink.bytes(BELONGS_TO), context.belongsTo());
        }
        RowContext.Original original = context.original();
        if (original != null) {
            original(envelope, sink, original);
        }
        if (context.adjustedByCount() > 0) {
            sink.bytes(ADJUSTED_BY);
            for (int i = 0; i < context.adjustedBy().size(); i++) {
                text(i == 0 ? sink : sink.u8(','), context.adjustedBy().get(i));
            }
            sink.bytes(ADJUSTED_BY_COUNT).decimal(context.adjustedByCount(), 0);
            envelope.amountText(sink.bytes(NET_DELTA), context.netDelta());
        }
        sink.u8('}');
    }

    private static void original(Envelope envelope, ByteSink sink, RowContext.Original original) {
        StoredDelta stored = original.stored();
        text(sink.bytes(ADJUSTS_RECORD_ID), stored.recordId());
        UtcText.write(stored.delta().recordedAt(), sink.bytes(ORIGINAL));
        envelope.amountText(sink.bytes(ORIGINAL_DELTA), stored.delta().item().delta());
        sink.bytes(ORIGINAL_COUNT).decimal(original.adjustedByCount(), 0);
        envelope.amountText(sink.bytes(NET_DELTA), original.netDelta());
        sink.u8('}');
    }

    /** Writes what recording one delta is answered with; {@code index} is its place in a batch, -1 outside of one. */
    static void write(Envelope envelope, String origin, int index, long event, DeltaRecorded delta, boolean repeated) {
        ByteSink sink = envelope.value();
        if (index < 0) {
            sink.u8('{');
        } else {
            sink.bytes(INDEX).decimal(index, 0).u8(',');
        }
        members(envelope, sink, origin, event, delta, repeated);
        sink.u8('}');
    }

    /** Writes a record with its metadata and, if there is one, its proof, as one object. */
    static void writeWhole(Envelope envelope, String origin, StoredDelta stored, @Nullable LogProof proof) {
        ByteSink sink = envelope.value().u8('{');
        members(envelope, sink, origin, stored.event(), stored.delta(), false);
        JsonObject metadata = stored.delta().item().metadata();
        sink.bytes(METADATA);
        if (metadata == null) {
            sink.bytes(NULL);
        } else {
            CanonicalJson.write(metadata, sink);
        }
        if (proof != null) {
            ProofView.write(sink.bytes(PROOF), proof);
        }
        sink.u8('}');
    }

    private static void members(
            Envelope envelope, ByteSink sink, String origin, long event, DeltaRecorded delta, boolean repeated) {
        DeltaItem item = delta.item();
        sink.bytes(RECORD_ID).ascii(StoredDelta.recordId(event));
        sink.bytes(RECEIPT_ID).hashText(delta.proofHash());
        // Customer ids hold nothing that JSON escapes.
        sink.bytes(CUSTOMER_ID).ascii(item.customerId());
        envelope.amountText(sink.bytes(DELTA), item.delta());
        text(sink.bytes(REASON), item.reason());
        text(sink.bytes(REFERENCE_ID), item.referenceId());
        sink.bytes(SEQUENCE_NUMBER).decimal(delta.sequence(), 0);
        sink.bytes(DELTA_INDEX).decimal(event, 0);
        hashes(sink, delta);
        times(sink, delta.recordedAt());
        envelope.amountText(sink.bytes(BALANCE), delta.balance());
        sink.bytes(repeated ? IDEMPOTENT_TRUE : IDEMPOTENT_FALSE);
        optional(sink, item);
        sink.bytes(VERIFICATION_REFERENCE)
                .ascii(verificationReference(origin, event))
                .u8('"');
    }

    private static void text(ByteSink sink, @Nullable String text) {
        if (text == null) {
            sink.bytes(NULL);
        } else {
            CanonicalJson.writeString(text, sink);
        }
    }

    private static void hashes(ByteSink sink, DeltaRecorded delta) {
        sink.bytes(CONTENT_HASH).hashText(delta.contentHash());
        sink.bytes(PROOF_HASH).hashText(delta.proofHash());
        sink.bytes(PREVIOUS_PROOF_HASH);
        if (delta.previousProofHash().equals(Hash.ZERO)) {
            sink.bytes(NULL);
        } else {
            sink.u8('"').hashText(delta.previousProofHash()).u8('"');
        }
        sink.bytes(ITEM_HASHES).hashText(delta.contentHash());
    }

    private static void times(ByteSink sink, long recordedAt) {
        UtcText.write(recordedAt, sink.bytes(RECORDED_AT));
        UtcText.write(recordedAt, sink.bytes(VERIFIED_AT));
        UtcText.write(recordedAt, sink.bytes(CREATED_AT));
    }

    private static void optional(ByteSink sink, DeltaItem item) {
        Adjusts adjusts = item.adjusts();
        if (adjusts != null) {
            boolean byRecord = adjusts.recordId() != null;
            text(
                    sink.bytes(byRecord ? ADJUSTS_RECORD : ADJUSTS_REFERENCE),
                    byRecord ? adjusts.recordId() : adjusts.referenceId());
            sink.u8('}');
        }
        Instant occurredAt = item.occurredAt();
        if (occurredAt != null) {
            UtcText.write(occurredAt.toEpochMilli(), sink.bytes(OCCURRED_AT));
            sink.u8('"');
        }
    }
}
