package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import java.nio.charset.StandardCharsets;

/** What is told when a delta is recorded. Stateless. */
final class DeltaNotice {
    private DeltaNotice() {}

    static Notice of(long number, DeltaRecorded delta, String origin) {
        ByteSink sink = new ByteSink(1_024);
        JsonWriter json = new JsonWriter(sink);
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
                .value(delta.balance());
        proof(json, delta);
        verification(json);
        json.endObject();
        return new Notice(
                Notices.id(delta.recordedAt(), number, ""),
                delta.tenantId(),
                "delta.verified",
                delta.item().customerId(),
                delta.recordedAt(),
                new Notice.Json(new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8)));
    }

    private static void proof(JsonWriter json, DeltaRecorded delta) {
        Hash previous = delta.previousProofHash().equals(Hash.ZERO) ? null : delta.previousProofHash();
        json.name("proof")
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
                .endObject();
    }

    /** A record is recorded and verified in one step. */
    private static void verification(JsonWriter json) {
        json.name("verification")
                .beginObject()
                .name("verified")
                .value(true)
                .name("latencyMs")
                .value(0)
                .name("discrepancies")
                .beginArray()
                .endArray()
                .endObject();
    }
}
