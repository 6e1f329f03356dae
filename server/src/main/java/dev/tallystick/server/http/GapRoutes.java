package dev.tallystick.server.http;

import dev.tallystick.ledger.balance.Gaps;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.proof.json.JsonWriter;
import java.util.List;

/** Whether the records of a customer follow from each other. */
final class GapRoutes {
    private static final int CAPACITY = 1_024;
    private static final long SEQUENCE_MAX = 1_000_000_000_000_000L;

    private final Authenticator authenticator;

    GapRoutes(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    void declare(Routes routes) {
        routes.get("/api/v1/balance/gaps/{customerId}", this::gaps);
    }

    private Reply gaps(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        Query query = exchange.query();
        long from = query.integer("fromSequence", 1, SEQUENCE_MAX, 1);
        long to = query.integer("toSequence", 1, SEQUENCE_MAX, SEQUENCE_MAX);
        int max = exchange.limits().gapRows();
        int limit = (int) query.integer("limit", 1, max, max);
        if (to < from) {
            throw Fields.refused("toSequence", "toSequence must not be less than fromSequence.");
        }
        AccountHead head = Customers.head(caller, exchange.pathParameter("customerId"));
        Gaps.Result result = from > head.sequence()
                ? new Gaps.Result(from, from - 1, null, List.of())
                : Gaps.find(caller.plane().reader(), head, from, to, limit);
        Envelope envelope = Envelope.open(CAPACITY, false);
        JsonWriter json = envelope.json().beginObject();
        json.name("customerId").value(head.key().customerId()).name("gaps").beginArray();
        for (Gaps.Gap gap : result.gaps()) {
            json.beginObject()
                    .name("sequence")
                    .value(gap.sequence())
                    .name("expectedPreviousProofHash")
                    .value(gap.expectedPrevious())
                    .name("foundPreviousProofHash")
                    .value(gap.foundPrevious())
                    .endObject();
        }
        json.endArray().name("contiguous").value(result.contiguous());
        boolean any = result.checked() > 0;
        sequence(json, "firstSequence", any, result.firstSequence());
        sequence(json, "lastSequence", any, result.lastSequence());
        json.name("checked").value(result.checked());
        Long next = result.nextSequence();
        sequence(json, "nextSequence", next != null, next == null ? 0 : next);
        json.endObject();
        return envelope.close(200);
    }

    /** Writes a sequence, or null unless there is {@code any}. */
    static void sequence(JsonWriter json, String name, boolean any, long sequence) {
        json.name(name);
        if (any) {
            json.value(sequence);
        } else {
            json.nullValue();
        }
    }
}
