package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.Salt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The byte form of a recorded delta. What the hashes bind comes first, the payload that may hold personal data
 * (reason, reference, metadata) last, so that it can be told apart and dropped.
 */
final class DeltaCodec {
    private static final int HAS_OCCURRED_AT = 1;
    private static final int HAS_REFERENCE = 2;
    private static final int HAS_METADATA = 4;
    private static final int ADJUSTS_RECORD = 8;
    private static final int ADJUSTS_REFERENCE = 16;
    private static final int ADJUSTS_BOTH = ADJUSTS_RECORD | ADJUSTS_REFERENCE;
    private static final int FLAGS_MAX = 31;

    private DeltaCodec() {}

    static void encode(DeltaRecorded delta, ByteSink sink) {
        DeltaItem item = delta.item();
        sink.u64(delta.recordedAt());
        Texts.write(sink, delta.tenantId());
        Texts.write(sink, item.customerId());
        sink.varint(delta.sequence());
        AmountCodec.encode(item.delta(), sink);
        AmountCodec.encode(delta.balance(), sink);
        AmountCodec.encode(delta.credits(), sink);
        sink.bytes(delta.salt().bytes());
        sink.hash(delta.contentHash());
        sink.hash(delta.proofHash());
        sink.hash(delta.previousProofHash());
        sink.u8(flags(item));
        Instant occurredAt = item.occurredAt();
        if (occurredAt != null) {
            sink.u64(occurredAt.toEpochMilli());
        }
        Texts.write(sink, item.reason());
        String referenceId = item.referenceId();
        if (referenceId != null) {
            Texts.write(sink, referenceId);
        }
        JsonObject metadata = item.metadata();
        if (metadata != null) {
            byte[] json = CanonicalJson.of(metadata);
            sink.varint(json.length);
            sink.bytes(json);
        }
        Adjusts adjusts = item.adjusts();
        if (adjusts != null) {
            Texts.write(sink, adjustsText(adjusts));
        }
    }

    private static int flags(DeltaItem item) {
        int flags = 0;
        flags |= item.occurredAt() != null ? HAS_OCCURRED_AT : 0;
        flags |= item.referenceId() != null ? HAS_REFERENCE : 0;
        flags |= item.metadata() != null ? HAS_METADATA : 0;
        Adjusts adjusts = item.adjusts();
        if (adjusts != null) {
            flags |= adjusts.recordId() != null ? ADJUSTS_RECORD : ADJUSTS_REFERENCE;
        }
        return flags;
    }

    private static String adjustsText(Adjusts adjusts) {
        String recordId = adjusts.recordId();
        String referenceId = adjusts.referenceId();
        if (recordId != null) {
            return recordId;
        }
        if (referenceId != null) {
            return referenceId;
        }
        throw new IllegalArgumentException("adjusts names neither a recordId nor a referenceId");
    }

    static DeltaRecorded decode(ByteSource source) {
        long recordedAt = source.u64();
        String tenantId = Texts.read(source);
        String customerId = Texts.read(source);
        long sequence = source.varint();
        Amount amount = AmountCodec.decode(source);
        Amount balance = AmountCodec.decode(source);
        Amount credits = AmountCodec.decode(source);
        Salt salt = new Salt(source.bytes(Salt.LENGTH));
        Hash contentHash = source.hash();
        Hash proofHash = source.hash();
        Hash previous = source.hash();
        int flags = source.u8();
        if (flags > FLAGS_MAX || (flags & ADJUSTS_BOTH) == ADJUSTS_BOTH) {
            throw new MalformedBytesException(source.position() - 1, "delta flags " + flags + " are unknown");
        }
        Instant occurredAt = (flags & HAS_OCCURRED_AT) == 0 ? null : Instant.ofEpochMilli(source.u64());
        String reason = Texts.read(source);
        String referenceId = (flags & HAS_REFERENCE) == 0 ? null : Texts.read(source);
        JsonObject metadata = (flags & HAS_METADATA) == 0 ? null : metadata(source);
        DeltaItem item =
                new DeltaItem(customerId, amount, reason, referenceId, metadata, adjusts(flags, source), occurredAt);
        return new DeltaRecorded(
                recordedAt, tenantId, item, sequence, balance, credits, salt, contentHash, proofHash, previous);
    }

    private static JsonObject metadata(ByteSource source) {
        int at = source.position();
        byte[] json = source.bytes(Texts.count(source));
        try {
            if (JsonReader.parse(json) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            throw new MalformedBytesException(at, "metadata is not JSON: " + e.getMessage());
        }
        throw new MalformedBytesException(at, "metadata is not a JSON object");
    }

    private static @Nullable Adjusts adjusts(int flags, ByteSource source) {
        if ((flags & ADJUSTS_RECORD) != 0) {
            return new Adjusts(Texts.read(source), null);
        }
        if ((flags & ADJUSTS_REFERENCE) != 0) {
            return new Adjusts(null, Texts.read(source));
        }
        return null;
    }
}
