package dev.tallystick.server.http;

import dev.tallystick.ledger.checkpoint.SelectionPreparation;
import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.ledger.event.Answer.Stored;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.CheckpointReader;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.server.closing.Sealer;
import dev.tallystick.server.closing.Sealer.Answer;
import java.util.ArrayList;
import java.util.List;

/** Carries out a request to seal and renders what came of it. One thread, once. */
final class SealingAnswer {
    /** Checkpoints shown in the reply; the list has all. */
    private static final int ROWS_MAX = 1_000;

    /** What a reply about every customer takes at most. */
    static final int BYTES_MAX = (ROWS_MAX + 1) * CheckpointView.BYTES;

    private final Caller caller;
    private final SealingRequest request;
    private final Links.Base links;
    private final List<Answer> answers = new ArrayList<>();

    SealingAnswer(Caller caller, SealingRequest request, Links.Base links) {
        this.caller = caller;
        this.request = request;
        this.links = links;
    }

    Reply reply() {
        Idempotency idempotency = request.idempotency();
        if (idempotency == null) {
            seal();
            return rendered(Long.MAX_VALUE);
        }
        RequestAnswered earlier = caller.plane().reader().answered(caller.tenantId(), idempotency.key());
        if (earlier != null) {
            requireSame(earlier, idempotency);
            return replayed(earlier);
        }
        seal();
        return kept(idempotency);
    }

    private static void requireSame(RequestAnswered earlier, Idempotency idempotency) {
        if (!earlier.requestHash().equals(idempotency.requestHash())) {
            throw new RefusedException(Refusal.of(
                    RefusalCode.IDEMPOTENCY_CONFLICT,
                    "This Idempotency-Key was used with another request. Send the first request unchanged to get its"
                            + " reply again, or use a new key."));
        }
    }

    private void seal() {
        Sealer sealer = new Sealer(caller.plane());
        Scope scope = request.scope();
        String customerId = request.customerId();
        if (customerId == null) {
            sealer.sealAll(caller.tenantId(), scope.start(), scope.end(), answers::add);
            return;
        }
        AccountHead head = Customers.head(caller, customerId);
        answers.add(
                request.fingerprints().isEmpty()
                        ? sealer.seal(head, scope.start(), scope.end())
                        : sealer.seal(
                                caller.tenantId(),
                                SelectionPreparation.prepare(
                                        caller.plane().reader(),
                                        head,
                                        scope.start(),
                                        scope.end(),
                                        request.fingerprints())));
    }

    /** The answer is kept only now: were the server to end before, a repeat would meet the same checkpoints. */
    private Reply kept(Idempotency idempotency) {
        List<Stored> stored = answers.stream()
                .map(answer -> new Stored(answer.checkpoint().event(), answer.repeated()))
                .toList();
        Outcome outcome = caller.plane().submit(new Command.KeepAnswer(caller.tenantId(), idempotency, stored));
        if (outcome instanceof Outcome.Replayed replayed) {
            answers.clear();
            return replayed(replayed.answered());
        }
        return rendered(Outcomes.administered(outcome).recordedAt());
    }

    private Reply replayed(RequestAnswered earlier) {
        CheckpointReader checkpoints = caller.plane().reader().checkpoints();
        for (var answer : earlier.answers()) {
            StoredCheckpoint checkpoint = answer instanceof Stored(long event, boolean ignored)
                    ? checkpoints.byEvent(caller.tenantId(), event)
                    : null;
            if (checkpoint == null) {
                throw new IllegalStateException("a checkpoint of an answered request is not there");
            }
            answers.add(new Answer(checkpoint, answer instanceof Stored stored && stored.repeated()));
        }
        return rendered(earlier.recordedAt()).replayed();
    }

    private Reply rendered(long asOf) {
        CheckpointView view = new CheckpointView(caller, links, asOf);
        int shown = Math.min(answers.size(), ROWS_MAX);
        Envelope envelope = Envelope.open((shown + 1) * CheckpointView.BYTES, request.strings());
        if (request.customerId() != null) {
            view.write(
                    envelope,
                    answers.getFirst().checkpoint(),
                    answers.getFirst().repeated());
            return envelope.close(201);
        }
        envelope.json().beginObject().name("status").value("VERIFIED");
        ScopeFields.write(envelope.json(), request.scope());
        totals(envelope);
        JsonWriter json = envelope.json().name("checkpoints").beginArray();
        for (Answer answer : answers.subList(0, shown)) {
            view.write(envelope, answer.checkpoint(), answer.repeated());
        }
        json.endArray();
        CheckpointRoutes.pagination(json, answers.size(), ROWS_MAX, 0);
        json.endObject();
        return envelope.close(201);
    }

    private void totals(Envelope envelope) {
        long deltas = 0;
        Amount credits = Amount.ZERO;
        Amount debits = Amount.ZERO;
        for (Answer answer : answers) {
            deltas += answer.checkpoint().statement().chain().count();
            credits = credits.plus(answer.checkpoint().statement().figures().credits());
            debits = debits.plus(answer.checkpoint().statement().figures().debits());
        }
        envelope.json()
                .name("totalCheckpoints")
                .value(answers.size())
                .name("totalDeltas")
                .value(deltas);
        envelope.amount("totalCredits", credits)
                .amount("totalDebits", debits)
                .amount("netChange", credits.plus(debits));
    }
}
