package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.ledger.command.Command.RecordDeltas;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.sequencer.Plane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records deltas and shows them. */
final class DeltaRoutes {
    private static final int ROW_BYTES = 1_024;

    private final Authenticator authenticator;
    private final IdempotencyGate gate;
    private final Publisher publisher;

    DeltaRoutes(Authenticator authenticator, IdempotencyGate gate, Publisher publisher) {
        this.authenticator = authenticator;
        this.gate = gate;
        this.publisher = publisher;
    }

    void declare(Routes routes) {
        routes.post("/api/v1/balance/delta", this::emit)
                .post("/api/v1/balance/delta/batch", this::batch)
                .get("/api/v1/balance/delta/{recordId}", this::status);
    }

    private Reply emit(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.WRITE);
        boolean strings = exchange.query().amountsAsStrings();
        Body body = exchange.body(caller.tenantId(), exchange.limits().bodyBytes());
        Idempotency idempotency = RequestHash.of(exchange, body);
        JsonObject object = exchange.parse(body);
        DeltaReader reader = new DeltaReader(exchange.limits(), caller.plane().now());
        // Atomic, so that a refusal consumes neither key nor reference.
        RecordDeltas command = new RecordDeltas(caller.tenantId(), List.of(reader.delta(object)), true, idempotency);
        return gate.run(caller, idempotency, () -> emitted(caller, command, strings));
    }

    private static Reply emitted(Caller caller, RecordDeltas command, boolean strings) {
        Outcome.Deltas outcome = deltas(caller.plane().submit(command));
        DeltaResult result = outcome.results().getFirst();
        Envelope envelope = Envelope.open(ROW_BYTES, strings);
        String origin = caller.plane().origin();
        switch (result) {
            case DeltaResult.Recorded recorded ->
                DeltaView.write(envelope, origin, -1, recorded.event(), recorded.delta(), false);
            case DeltaResult.Repeated repeated ->
                DeltaView.write(envelope, origin, -1, repeated.event(), repeated.delta(), true);
            case DeltaResult.Refused refused -> throw new RefusedException(refused.refusal());
        }
        return marked(envelope.close(201), outcome);
    }

    private Reply batch(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.WRITE);
        boolean strings = exchange.query().amountsAsStrings();
        boolean onlyFailed = onlyFailed(exchange.query().one("results"));
        Body body = exchange.body(caller.tenantId(), exchange.limits().batchBodyBytes());
        Idempotency idempotency = RequestHash.of(exchange, body);
        JsonObject object = exchange.parse(body);
        RecordDeltas command = command(exchange, caller, object, idempotency);
        // Of an item the reply holds what the body does, which is claimed, and hashes, ids and times of up to a row's
        // size.
        exchange.memory().claimReply((long) command.deltas().size() * ROW_BYTES);
        return gate.run(caller, idempotency, () -> recorded(caller, command, strings, onlyFailed));
    }

    private static boolean onlyFailed(@Nullable String results) {
        return switch (results) {
            case null -> false;
            case "all" -> false;
            case "failed" -> true;
            default -> throw Fields.refused("results", "results must be all or failed.");
        };
    }

    private static RecordDeltas command(
            Exchange exchange, Caller caller, JsonObject object, @Nullable Idempotency idempotency) {
        for (String name : object.members().keySet()) {
            if (!name.equals("deltas") && !name.equals("atomic")) {
                throw Fields.unknown(name);
            }
        }
        JsonArray deltas = Fields.requiredArray("deltas", object.get("deltas"));
        int max = exchange.limits().batchItems();
        int size = deltas.values().size();
        if (size < 1 || size > max) {
            throw Fields.refused("deltas", "deltas must hold 1 to " + max + " items, but holds " + size + ".");
        }
        boolean atomic = Fields.bool("atomic", object.get("atomic"), false);
        DeltaReader reader = new DeltaReader(exchange.limits(), caller.plane().now());
        List<DeltaRequest> requests = new ArrayList<>(size);
        for (JsonValue value : deltas.values()) {
            requests.add(reader.item(value));
        }
        return new RecordDeltas(caller.tenantId(), requests, atomic, idempotency);
    }

    private Reply recorded(Caller caller, RecordDeltas command, boolean strings, boolean onlyFailed) {
        Outcome.Deltas outcome = deltas(caller.plane().submit(command));
        if (!outcome.replayed()) {
            publisher.refused(caller, outcome.results());
        }
        Plane plane = caller.plane();
        Envelope envelope =
                new BatchView(command, outcome.results(), plane.reader(), plane.origin()).envelope(onlyFailed, strings);
        return marked(envelope.close(201), outcome);
    }

    private static Reply marked(Reply reply, Outcome.Deltas outcome) {
        return outcome.replayed() ? reply.replayed() : reply;
    }

    private static Outcome.Deltas deltas(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Deltas deltas -> deltas;
            case Outcome.Refused refused -> throw new RefusedException(refused.refusal());
            case Outcome.Replayed ignored -> throw Outcomes.unexpected(outcome);
            case Outcome.Administered ignored -> throw Outcomes.unexpected(outcome);
            case Outcome.Checkpoints ignored -> throw Outcomes.unexpected(outcome);
            case Outcome.Countersigned ignored -> throw Outcomes.unexpected(outcome);
            case Outcome.Reported ignored -> throw Outcomes.unexpected(outcome);
        };
    }

    private Reply status(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        boolean strings = exchange.query().amountsAsStrings();
        boolean proved = proved(exchange.query().one("proof"));
        long event = StoredDelta.eventOf(exchange.pathParameter("recordId"));
        StoredDelta stored = event < 0 ? null : caller.plane().reader().record(caller.tenantId(), event);
        if (stored == null) {
            throw Problem.refusal(
                            RefusalCode.RECORD_NOT_FOUND,
                            "There is no record with this id. Use the recordId that recording the delta returned.")
                    .toException();
        }
        Envelope envelope = Envelope.open(ROW_BYTES, strings);
        DeltaView.writeWhole(envelope, caller.plane().origin(), stored, proved ? proof(caller, event) : null);
        return envelope.close(200);
    }

    private static boolean proved(@Nullable String proof) {
        return switch (proof) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw Fields.refused("proof", "proof must be true or false.");
        };
    }

    private static LogProof proof(Caller caller, long event) {
        PlaneLog log = caller.plane().log();
        if (log == null) {
            throw Fields.refused("proof", "This server keeps no log of this plane, so there is no proof.");
        }
        return log.proof(event);
    }
}
