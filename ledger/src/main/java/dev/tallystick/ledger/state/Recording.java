package dev.tallystick.ledger.state;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.Answer;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides requests to record deltas: whether the request was answered before, each delta, the answer that is kept. Writer only. */
final class Recording {
    private final Directory directory;
    private final DeltaDecision deltas;

    Recording(Directory directory, CustomerAdministration customers) {
        this.directory = directory;
        this.deltas = new DeltaDecision(customers);
    }

    Outcome decide(Command.RecordDeltas command, Group group) {
        if (directory.tenant(command.tenantId()) == null) {
            return new Outcome.Refused(Administration.noTenant());
        }
        Command.Idempotency idempotency = command.idempotency();
        if (idempotency != null) {
            RequestAnswered answered = group.answered(command.tenantId(), idempotency.key());
            if (answered != null) {
                return answered.requestHash().equals(idempotency.requestHash())
                        ? new Outcome.Replayed(answered)
                        : new Outcome.Refused(idempotencyConflict());
            }
        }
        long before = group.nextEvent();
        List<DeltaRequest> requests = command.deltas();
        List<DeltaResult> results = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            DeltaResult result = decide(command.tenantId(), requests.get(i), group);
            if (command.atomic() && result instanceof DeltaResult.Refused refused) {
                group.truncate(before);
                return new Outcome.Refused(requests.size() == 1 ? refused.refusal() : atIndex(refused.refusal(), i));
            }
            results.add(result);
        }
        if (idempotency != null && !results.stream().allMatch(Recording::hasToWait)) {
            group.add(new RequestAnswered(
                    group.stamp(command.tenantId()), idempotency.key(), idempotency.requestHash(), answers(results)));
        }
        return new Outcome.Deltas(results, false);
    }

    /** A request that stored nothing because it came too soon may come again with the same key. */
    private static boolean hasToWait(DeltaResult result) {
        return result instanceof DeltaResult.Refused refused
                && refused.refusal().code() == RefusalCode.CADENCE_LIMIT;
    }

    private DeltaResult decide(String tenantId, DeltaRequest request, Group group) {
        return switch (request) {
            case DeltaRequest.Invalid invalid ->
                new DeltaResult.Refused(invalid.refusal(), invalid.customerId(), invalid.delta());
            case DeltaRequest.Valid valid -> deltas.decide(tenantId, valid, group);
        };
    }

    static Refusal idempotencyConflict() {
        return Refusal.of(
                RefusalCode.IDEMPOTENCY_CONFLICT,
                "This Idempotency-Key was used with another request. Send the first request unchanged to get its reply"
                        + " again, or use a new key.");
    }

    private static Refusal atIndex(Refusal refusal, int index) {
        Map<String, String> details = new LinkedHashMap<>(refusal.details());
        details.put("index", Integer.toString(index));
        return new Refusal(
                refusal.code(),
                "Item " + index + " was refused, so nothing of this atomic batch was stored: " + refusal.message(),
                details);
    }

    private static List<Answer> answers(List<DeltaResult> results) {
        List<Answer> answers = new ArrayList<>(results.size());
        for (DeltaResult result : results) {
            answers.add(
                    switch (result) {
                        case DeltaResult.Recorded recorded -> new Answer.Stored(recorded.event(), false);
                        case DeltaResult.Repeated repeated -> new Answer.Stored(repeated.event(), true);
                        case DeltaResult.Refused refused ->
                            new Answer.Refused(
                                    refused.refusal().code().name(),
                                    refused.refusal().message(),
                                    refused.customerId(),
                                    refused.delta());
                    });
        }
        return answers;
    }
}
