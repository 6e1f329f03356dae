package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.scope.UtcInstant;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.server.config.Limits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns the JSON of one delta into a request of the ledger; fields are checked in the order below. For one thread. */
final class DeltaReader {
    private static final Amount DELTA_MAX = Amount.of(1_000_000_000);
    private static final Amount DELTA_MIN = Amount.of(-1_000_000_000);
    private static final int REASON_MAX = 500;
    private static final int REFERENCE_MAX = 255;
    private static final int RECORD_ID_MAX = 64;

    private final Limits limits;
    private final long now;
    private final ByteSink scratch = new ByteSink(512);

    /** @param now milliseconds since the epoch, which {@code occurredAt} may not exceed by much */
    DeltaReader(Limits limits, long now) {
        this.limits = limits;
        this.now = now;
    }

    /** Reads one item of a batch; what is wrong with it becomes part of the request instead of failing all. */
    DeltaRequest item(JsonValue value) {
        try {
            if (value instanceof JsonObject object) {
                return delta(object);
            }
            throw Fields.refused("deltas", "Each of deltas must be an object.");
        } catch (RefusedException e) {
            return new DeltaRequest.Invalid(e.refusal(), customerIdOf(value), deltaOf(value));
        }
    }

    /**
     * Reads a delta.
     *
     * @throws RefusedException about the first field that is wrong
     */
    DeltaRequest.Valid delta(JsonObject object) {
        refuseUnknown(object);
        String customerId = Fields.customerId(object.get("customerId"));
        Amount delta = amount(object.get("delta"));
        String reason = Fields.requiredText("reason", object.get("reason"), REASON_MAX);
        String referenceId = Fields.text("referenceId", object.get("referenceId"), REFERENCE_MAX);
        JsonObject metadata = Fields.object("metadata", object.get("metadata"));
        if (metadata != null && MetadataSize.atLeast(metadata, limits.metadataBytes()) > limits.metadataBytes()) {
            throw metadataTooLarge();
        }
        Adjusts adjusts = adjusts(Fields.object("adjusts", object.get("adjusts")));
        Instant occurredAt = occurredAt(Fields.text("occurredAt", object.get("occurredAt"), RECORD_ID_MAX));
        DeltaItem item = new DeltaItem(customerId, delta, reason, referenceId, metadata, adjusts, occurredAt);
        Hash contentHash = ContentHash.of(item, scratch);
        // The hashed text contains the metadata; only if all of it is longer need the metadata be measured alone.
        if (metadata != null && scratch.length() > limits.metadataBytes()) {
            scratch.reset();
            CanonicalJson.write(metadata, scratch);
            if (scratch.length() > limits.metadataBytes()) {
                throw metadataTooLarge();
            }
        }
        return new DeltaRequest.Valid(item, contentHash);
    }

    private static void refuseUnknown(JsonObject object) {
        for (String name : object.members().keySet()) {
            switch (name) {
                case "customerId", "delta", "reason", "referenceId", "metadata", "adjusts", "occurredAt" -> {}
                default -> throw Fields.unknown(name);
            }
        }
    }

    private static Amount amount(@Nullable JsonValue value) {
        Amount delta = Fields.requiredAmount("delta", value);
        if (delta.signum() == 0) {
            throw Fields.refused("delta", "delta must not be zero: a delta records a change.");
        }
        if (delta.compareTo(DELTA_MIN) < 0 || delta.compareTo(DELTA_MAX) > 0) {
            throw Fields.refused("delta", "delta must be from -1000000000 to 1000000000, but " + delta + " was sent.");
        }
        return delta;
    }

    private RefusedException metadataTooLarge() {
        return Fields.refused(
                "metadata", "metadata may have at most " + limits.metadataBytes() + " bytes as JSON. Keep it short.");
    }

    private static @Nullable Adjusts adjusts(@Nullable JsonObject object) {
        if (object == null) {
            return null;
        }
        for (String name : object.members().keySet()) {
            if (!name.equals("recordId") && !name.equals("referenceId")) {
                throw Fields.refused(
                        "adjusts",
                        "adjusts takes recordId or referenceId, but '" + Query.clipped(name) + "' was sent.");
            }
        }
        String recordId = Fields.text("adjusts.recordId", object.get("recordId"), RECORD_ID_MAX);
        String referenceId = Fields.text("adjusts.referenceId", object.get("referenceId"), REFERENCE_MAX);
        if ((recordId == null) == (referenceId == null)) {
            throw Fields.refused(
                    "adjusts",
                    "adjusts must name exactly one of recordId and referenceId, but "
                            + (recordId == null ? "neither" : "both") + " was sent.");
        }
        return new Adjusts(recordId, referenceId);
    }

    private @Nullable Instant occurredAt(@Nullable String text) {
        if (text == null) {
            return null;
        }
        long instant = UtcInstant.parse("occurredAt", text);
        if (instant > now + limits.occurredAheadMillis()) {
            throw Fields.refused(
                    "occurredAt",
                    "occurredAt may be at most " + limits.occurredAheadMillis() / 60_000
                            + " minutes ahead of the server's clock, but '" + Query.clipped(text) + "' was sent.");
        }
        return Instant.ofEpochMilli(instant);
    }

    private static @Nullable String customerIdOf(JsonValue value) {
        return value instanceof JsonObject object
                        && object.get("customerId") instanceof JsonString id
                        && CustomerIds.valid(id.value())
                ? id.value()
                : null;
    }

    private static @Nullable Amount deltaOf(JsonValue value) {
        if (!(value instanceof JsonObject object)) {
            return null;
        }
        JsonValue delta = object.get("delta");
        try {
            return delta instanceof JsonNumber || delta instanceof JsonString ? Fields.amount("delta", delta) : null;
        } catch (RefusedException e) {
            return null;
        }
    }
}
