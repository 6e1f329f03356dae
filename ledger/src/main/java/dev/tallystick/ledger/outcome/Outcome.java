package dev.tallystick.ledger.outcome;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.proof.amount.Amount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a command. */
public sealed interface Outcome {
    /**
     * A recording command was carried out.
     *
     * @param results one for each delta, in request order
     * @param replayed true if this repeats the answer to an earlier request with the same idempotency key
     */
    record Deltas(List<DeltaResult> results, boolean replayed) implements Outcome {}

    /** The same request was answered before; {@code answered} says what the answer was. */
    record Replayed(Event.RequestAnswered answered) implements Outcome {}

    /** A tenant, key or other administrative object was changed by this event. */
    record Administered(Event event) implements Outcome {}

    /** Checkpoints were sealed, or were there already; one result for each request, in order. */
    record Checkpoints(List<SealResult> results) implements Outcome {}

    /** A checkpoint carries this countersignature; {@code repeated} if it did before. */
    record Countersigned(Event.CheckpointCountersigned countersigned, boolean repeated) implements Outcome {}

    /** A comparison's report was put on record as event number {@code event}. */
    record Reported(long event, Event.ComparisonReported reported) implements Outcome {}

    /** What came of one checkpoint that was asked for. */
    sealed interface SealResult {
        /** Sealed now. */
        record Sealed(StoredCheckpoint checkpoint) implements SealResult {}

        /** The same records of the same window had been sealed before. */
        record Repeated(StoredCheckpoint checkpoint) implements SealResult {}

        /** Too much was recorded since the window was looked at: look again and ask again. */
        record Outdated(String customerId) implements SealResult {}
    }

    /** Nothing was stored. */
    record Refused(Refusal refusal) implements Outcome {}

    /** What came of one delta. */
    sealed interface DeltaResult {
        /** Stored now as event number {@code event}. */
        record Recorded(long event, Event.DeltaRecorded delta) implements DeltaResult {}

        /** It had been recorded before, as event number {@code event}. */
        record Repeated(long event, Event.DeltaRecorded delta) implements DeltaResult {}

        /** Not stored; {@code customerId} and {@code delta} as far as they could be read. */
        record Refused(
                Refusal refusal,
                @Nullable String customerId,
                @Nullable Amount delta) implements DeltaResult {}
    }
}
