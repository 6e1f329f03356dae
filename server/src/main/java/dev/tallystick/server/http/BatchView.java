package dev.tallystick.server.http;

import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.proof.json.JsonWriter;
import java.util.List;

/** Renders what came of a batch. Stateless. */
final class BatchView {
    private static final int ROW_BYTES = 1_024;

    private BatchView() {}

    /**
     * The reply, still open.
     *
     * @param results one for each item, in their order
     * @param onlyFailed whether only refused items are told of; the others are then counted
     */
    static Envelope envelope(List<DeltaResult> results, boolean onlyFailed, String origin, boolean strings) {
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
                row(envelope, origin, i, results.get(i));
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

    private static void row(Envelope envelope, String origin, int index, DeltaResult result) {
        switch (result) {
            case DeltaResult.Recorded recorded ->
                DeltaView.write(envelope, origin, index, recorded.event(), recorded.delta(), false);
            case DeltaResult.Repeated repeated ->
                DeltaView.write(envelope, origin, index, repeated.event(), repeated.delta(), true);
            case DeltaResult.Refused refused -> failedRow(envelope, index, refused);
        }
    }

    /** Nothing beyond what is kept with the idempotency key, so that a replay is the same to the byte. */
    private static void failedRow(Envelope envelope, int index, DeltaResult.Refused refused) {
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
                .value(refused.refusal().message())
                .endObject();
    }
}
