package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.event.Answer;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.state.BrokenInvariantException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Tells again what came of an earlier request for deltas. Stateless. */
public final class Recall {
    private Recall() {}

    /**
     * The earlier request's results, marked as replayed.
     *
     * @param events reads a recorded event by its number
     * @throws BrokenInvariantException the answer names an event that is not a delta
     */
    public static Outcome.Deltas of(RequestAnswered answered, LongFunction<Event> events) {
        List<DeltaResult> results = new ArrayList<>(answered.answers().size());
        for (Answer answer : answered.answers()) {
            results.add(
                    switch (answer) {
                        case Answer.Stored(long event, boolean repeated) ->
                            repeated
                                    ? new DeltaResult.Repeated(event, delta(event, events))
                                    : new DeltaResult.Recorded(event, delta(event, events));
                        case Answer.Refused refused ->
                            new DeltaResult.Refused(
                                    Refusal.of(RefusalCode.valueOf(refused.code()), refused.message()),
                                    refused.customerId(),
                                    refused.delta());
                    });
        }
        return new Outcome.Deltas(results, true);
    }

    private static DeltaRecorded delta(long number, LongFunction<Event> events) {
        if (events.apply(number) instanceof DeltaRecorded delta) {
            return delta;
        }
        throw new BrokenInvariantException("event " + number + " is not the delta an answer names");
    }
}
