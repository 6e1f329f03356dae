package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.command.Command.RecordDeltas;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.json.JsonWriter;
import java.util.List;

/**
 * Renders what came of a batch.
 *
 * @param command the batch
 * @param results one for each of its items, in their order
 * @param reader of the plane it was recorded in
 * @param origin of the plane's log
 */
record BatchView(RecordDeltas command, List<DeltaResult> results, LedgerReader reader, String origin) {
    private static final int ROW_BYTES = 1_024;

    /**
     * The reply, still open.
     *
     * @param onlyFailed whether only refused items are told of; the others are then counted
     */
    Envelope envelope(boolean onlyFailed, boolean strings) {
        int failed = count(results, DeltaResult.Refused.class);
        Envelope envelope = Envelope.open((onlyFailed ? 1 + failed : results.size()) * ROW_BYTES, strings);
        JsonWriter json = envelope.json()
                .beginObject()
                .name("totalQueued")
                .value(results.size() - failed)
                .name("totalFailed")
                .value(failed);
        if (onlyFailed) {
            json.name("totalRepeated").value(count(results, DeltaResult.Repeated.class));
        }
        json.name("results").beginArray();
        for (int i = 0; i < results.size(); i++) {
            if (!onlyFailed || results.get(i) instanceof DeltaResult.Refused) {
                row(envelope, i, results.get(i));
            }
        }
        envelope.json().endArray().endObject();
        return envelope;
    }

    private static int count(List<DeltaResult> results, Class<? extends DeltaResult> kind) {
        int count = 0;
        for (DeltaResult result : results) {
            count += kind.isInstance(result) ? 1 : 0;
        }
        return count;
    }

    private void row(Envelope envelope, int index, DeltaResult result) {
        switch (result) {
            case DeltaResult.Recorded recorded ->
                DeltaView.write(envelope, origin, index, recorded.event(), recorded.delta(), false);
            case DeltaResult.Repeated repeated ->
                DeltaView.write(envelope, origin, index, repeated.event(), repeated.delta(), true);
            case DeltaResult.Refused refused -> failedRow(envelope, index, refused);
        }
    }

    /**
     * Nothing beyond what is kept with the idempotency key or never changes, so that a replay is the same to the byte.
     */
    private void failedRow(Envelope envelope, int index, DeltaResult.Refused refused) {
        envelope.json()
                .beginObject()
                .name("index")
                .value(index)
                .name("customerId")
                .value(refused.customerId());
        if (refused.delta() == null) {
            envelope.json().name("delta").nullValue();
        } else {
            envelope.amount("delta", refused.delta());
        }
        envelope.json()
                .name("status")
                .value("FAILED")
                .name("error")
                .value(refused.refusal().code().name())
                .name("message")
                .value(refused.refusal().message());
        if (refused.refusal().code() == RefusalCode.REFERENCE_CONFLICT) {
            conflict(envelope.json(), index);
        }
        envelope.json().endObject();
    }

    /** What a conflict of one delta alone says as well; the record under a reference stays the first for ever. */
    private void conflict(JsonWriter json, int index) {
        DeltaRequest request = command.deltas().get(index);
        String reference =
                request instanceof DeltaRequest.Valid valid ? valid.item().referenceId() : null;
        if (request instanceof DeltaRequest.Valid valid && reference != null) {
            AccountKey customer =
                    new AccountKey(command.tenantId(), valid.item().customerId());
            StoredDelta first = reader.recordByReference(customer, reference);
            if (first != null) {
                json.name("recordId")
                        .value(first.recordId())
                        .name("recordedContentHash")
                        .value(first.delta().contentHash().toString())
                        .name("contentHash")
                        .value(valid.contentHash().toString());
            }
        }
    }
}
