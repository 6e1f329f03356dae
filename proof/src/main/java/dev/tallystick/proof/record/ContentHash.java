package dev.tallystick.proof.record;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Keccak256;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprint of what a client sent: keccak-256 of {@code pacspace:item:v1:} and the canonical JSON of the members
 * that are there. A client recomputes it from its own copy. Specified in docs/formats/record.md. Stateless.
 */
public final class ContentHash {
    /** The ASCII prefix of every item. */
    public static final String PREFIX = "pacspace:item:v1:";

    private static final byte[] START = ascii(PREFIX + "{");
    private static final byte[] ADJUSTS_RECORD = ascii("\"adjusts\":{\"recordId\":");
    private static final byte[] ADJUSTS_REFERENCE = ascii("\"adjusts\":{\"referenceId\":");
    private static final byte[] CUSTOMER_ID = ascii("\"customerId\":");
    private static final byte[] DELTA = ascii(",\"delta\":");
    private static final byte[] METADATA = ascii(",\"metadata\":");
    private static final byte[] OCCURRED_AT = ascii(",\"occurredAt\":\"");
    private static final byte[] REASON = ascii(",\"reason\":");
    private static final byte[] REFERENCE_ID = ascii(",\"referenceId\":");
    private static final int CAPACITY = 512;

    private ContentHash() {}

    /**
     * Hashes an item.
     *
     * @throws IllegalArgumentException if a text holds a surrogate without its other half, or occurredAt is not in the
     *     years 0000 to 9999
     */
    public static Hash of(DeltaItem item) {
        return of(item, new ByteSink(CAPACITY));
    }

    /** Hashes an item, building its text in {@code scratch}, whose bytes are lost; see {@link #of(DeltaItem)}. */
    public static Hash of(DeltaItem item, ByteSink scratch) {
        scratch.reset();
        writeHashed(item, scratch);
        return Keccak256.hash(scratch.array(), 0, scratch.length());
    }

    /** Hashes any JSON value under the same prefix: the leaf rule of the public Merkle specification. */
    public static Hash ofJson(JsonValue value) {
        ByteSink sink = new ByteSink(CAPACITY).ascii(PREFIX);
        CanonicalJson.write(value, sink);
        return Keccak256.hash(sink.array(), 0, sink.length());
    }

    /** Appends the bytes that are hashed: the prefix and the canonical JSON. */
    public static void writeHashed(DeltaItem item, ByteSink sink) {
        sink.bytes(START);
        Adjusts adjusts = item.adjusts();
        if (adjusts != null) {
            adjusts(adjusts, sink);
        }
        string(CUSTOMER_ID, item.customerId(), sink);
        sink.bytes(DELTA);
        item.delta().writeTo(sink);
        JsonObject metadata = item.metadata();
        if (metadata != null) {
            sink.bytes(METADATA);
            CanonicalJson.write(metadata, sink);
        }
        Instant occurredAt = item.occurredAt();
        if (occurredAt != null) {
            sink.bytes(OCCURRED_AT);
            UtcText.write(occurredAt.toEpochMilli(), sink);
            sink.u8('"');
        }
        string(REASON, item.reason(), sink);
        optional(REFERENCE_ID, item.referenceId(), sink);
        sink.u8('}');
    }

    private static void adjusts(Adjusts adjusts, ByteSink sink) {
        optional(ADJUSTS_RECORD, adjusts.recordId(), sink);
        optional(ADJUSTS_REFERENCE, adjusts.referenceId(), sink);
        sink.u8('}').u8(',');
    }

    private static void optional(byte[] name, @Nullable String text, ByteSink sink) {
        if (text != null) {
            string(name, text, sink);
        }
    }

    private static void string(byte[] name, String text, ByteSink sink) {
        sink.bytes(name);
        CanonicalJson.writeString(text, sink);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
