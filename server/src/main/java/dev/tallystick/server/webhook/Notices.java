package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is told of each event of the journal: a pure function, so that nothing has to be kept to tell it again. */
public final class Notices {
    /** The most notices one event gives. */
    static final int PER_EVENT_MAX = 2;

    private static final String CREATED_MARK = "c";
    private static final Pattern OF_EVENT = Pattern.compile("evt_[0-9]{13}_[0-9]{10,18}c?");

    private Notices() {}

    /**
     * The notices of event {@code number}, in the order in which they are told; most events have none.
     *
     * @param origin of the log whose leaf the event is
     */
    public static List<Notice> of(long number, Event event, String origin) {
        return switch (event) {
            case DeltaRecorded delta ->
                delta.sequence() == 1
                        ? List.of(customerCreated(number, delta), deltaVerified(number, delta, origin))
                        : List.of(deltaVerified(number, delta, origin));
            case Event.CheckpointSealed sealed -> List.of(CheckpointNotice.of(number, sealed));
            case Event.Stamped ignored -> List.of();
        };
    }

    /** The id of an event's notice. */
    static String id(long at, long number, String mark) {
        return "evt_" + padded(at, 13) + "_" + padded(number, 10) + mark;
    }

    private static String padded(long value, int digits) {
        String text = Long.toString(value);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    /** The number of the event that a notice's id names, or -1 if it names none. */
    static long eventOf(String id) {
        return OF_EVENT.matcher(id).matches() ? Long.parseLong(id.substring(18).replace(CREATED_MARK, "")) : -1;
    }

    /** The notice of an event with this id, or null. */
    static @Nullable Notice find(List<Notice> notices, String id) {
        for (Notice notice : notices) {
            if (notice.id().equals(id)) {
                return notice;
            }
        }
        return null;
    }

    private static Notice customerCreated(long number, DeltaRecorded delta) {
        ByteSink sink = new ByteSink(256);
        new JsonWriter(sink)
                .beginObject()
                .name("customerId")
                .value(delta.item().customerId())
                .name("firstRecordId")
                .value(StoredDelta.recordId(number))
                .name("createdAt")
                .value(UtcText.of(delta.recordedAt()))
                .endObject();
        return notice(id(delta.recordedAt(), number, CREATED_MARK), delta, "customer.created", sink);
    }

    private static Notice deltaVerified(long number, DeltaRecorded delta, String origin) {
        ByteSink sink = new ByteSink(1_024);
        JsonWriter json = new JsonWriter(sink);
        Hash previous = delta.previousProofHash().equals(Hash.ZERO) ? null : delta.previousProofHash();
        json.beginObject()
                .name("recordId")
                .value(StoredDelta.recordId(number))
                .name("receiptId")
                .value(delta.proofHash())
                .name("status")
                .value("VERIFIED")
                .name("verificationReference")
                .value(origin + "#" + number)
                .name("customerId")
                .value(delta.item().customerId())
                .name("delta")
                .value(delta.item().delta())
                .name("sequenceNumber")
                .value(Long.toString(delta.sequence()))
                .name("deltaIndex")
                .value(number)
                .name("reason")
                .value(delta.item().reason())
                .name("referenceId")
                .value(delta.item().referenceId())
                .name("blockTimestamp")
                .value(UtcText.of(delta.recordedAt()))
                .name("balance")
                .value(delta.balance())
                .name("proof")
                .beginObject()
                .name("proofHash")
                .value(delta.proofHash())
                .name("contentHash")
                .value(delta.contentHash())
                .name("previousProofHash")
                .value(previous)
                .name("itemHashes")
                .beginArray()
                .value(delta.contentHash())
                .endArray()
                .endObject()
                .name("verification")
                .beginObject()
                .name("verified")
                .value(true)
                // A record is recorded and verified in one step.
                .name("latencyMs")
                .value(0)
                .name("discrepancies")
                .beginArray()
                .endArray()
                .endObject()
                .endObject();
        return notice(id(delta.recordedAt(), number, ""), delta, "delta.verified", sink);
    }

    private static Notice notice(String id, DeltaRecorded delta, String name, ByteSink data) {
        return new Notice(
                id,
                delta.tenantId(),
                name,
                delta.item().customerId(),
                delta.recordedAt(),
                new Notice.Json(new String(data.array(), 0, data.length(), StandardCharsets.UTF_8)));
    }
}
