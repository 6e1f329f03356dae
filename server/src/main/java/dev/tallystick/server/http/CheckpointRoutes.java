package dev.tallystick.server.http;

import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.read.CheckpointReader.CheckpointFilter;
import dev.tallystick.ledger.read.CheckpointReader.CheckpointPage;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.json.JsonWriter;

/** Seals checkpoints, lists them and shows them. */
final class CheckpointRoutes {
    private static final int PAGE = 50;
    private static final int PAGE_MAX = 100;
    private static final long OFFSET_MAX = 1_000_000_000;

    private final Authenticator authenticator;
    private final IdempotencyGate gate;
    private final Links links;

    CheckpointRoutes(Authenticator authenticator, IdempotencyGate gate, Links links) {
        this.authenticator = authenticator;
        this.gate = gate;
        this.links = links;
    }

    void declare(Routes routes) {
        routes.post("/api/v1/balance/checkpoint", this::seal)
                .get("/api/v1/balance/checkpoints", this::list)
                .get("/api/v1/balance/checkpoints/{checkpointId}", this::show);
    }

    private Reply seal(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.WRITE);
        SealingRequest request = SealingRequest.read(exchange, caller);
        if (request.customerId() == null) {
            exchange.memory().claimReply(SealingAnswer.BYTES_MAX);
        }
        return gate.run(
                caller, request.idempotency(), () -> new SealingAnswer(caller, request, links.base(exchange)).reply());
    }

    private Reply list(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        Query query = exchange.query();
        int limit = (int) query.integer("limit", 1, PAGE_MAX, PAGE);
        long offset = query.integer("offset", 0, OFFSET_MAX, 0);
        boolean strings = query.amountsAsStrings();
        String customerId = query.one("customerId");
        Scope scope = ScopeFields.given(query)
                ? ScopeFields.of(query, caller, exchange.limits().scopeMonths())
                : null;
        if (customerId != null) {
            Customers.head(caller, customerId);
        }
        CheckpointPage page = caller.plane()
                .reader()
                .checkpoints()
                .list(
                        new CheckpointFilter(
                                caller.tenantId(),
                                customerId,
                                scope == null ? Long.MIN_VALUE : scope.start(),
                                scope == null ? Long.MAX_VALUE : scope.end()),
                        offset,
                        limit);
        Envelope envelope = Envelope.open((page.checkpoints().size() + 1) * CheckpointView.BYTES, strings);
        CheckpointView view = new CheckpointView(caller, links.base(exchange), Long.MAX_VALUE);
        JsonWriter json = envelope.json().beginObject().name("checkpoints").beginArray();
        page.checkpoints().forEach(checkpoint -> view.write(envelope, checkpoint, null));
        json.endArray();
        pagination(json, page.total(), limit, offset);
        json.endObject();
        return envelope.close(200);
    }

    static void pagination(JsonWriter json, long total, int limit, long offset) {
        json.name("pagination")
                .beginObject()
                .name("total")
                .value(total)
                .name("limit")
                .value(limit)
                .name("offset")
                .value(offset)
                .name("hasMore")
                .value(offset + limit < total)
                .endObject();
    }

    private Reply show(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        boolean strings = exchange.query().amountsAsStrings();
        StoredCheckpoint checkpoint = find(caller, exchange.pathParameter("checkpointId"));
        Envelope envelope = Envelope.open(CheckpointView.BYTES, strings);
        new CheckpointView(caller, links.base(exchange), Long.MAX_VALUE).write(envelope, checkpoint, null);
        return envelope.close(200);
    }

    /** The tenant's checkpoint, or 404, whoever's it is. */
    static StoredCheckpoint find(Caller caller, String checkpointId) {
        long event = StoredCheckpoint.eventOf(checkpointId);
        StoredCheckpoint found =
                event < 0 ? null : caller.plane().reader().checkpoints().byEvent(caller.tenantId(), event);
        if (found == null) {
            throw Problem.refusal(
                            RefusalCode.NOT_FOUND,
                            "There is no checkpoint with this id. GET /api/v1/balance/checkpoints lists them.")
                    .toException();
        }
        return found;
    }
}
