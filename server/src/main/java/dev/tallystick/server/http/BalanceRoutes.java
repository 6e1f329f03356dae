package dev.tallystick.server.http;

import dev.tallystick.ledger.balance.BalanceWindow;
import dev.tallystick.ledger.balance.Derivation;
import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.PositionReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the records of a customer add up to. */
final class BalanceRoutes {
    private static final int ROW_BYTES = 1_024;
    private static final int ROWS = 100;
    private static final long OFFSET_MAX = 1_000_000_000_000L;

    private final Authenticator authenticator;

    BalanceRoutes(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    void declare(Routes routes) {
        routes.get("/api/v1/balance/derive/{customerId}", this::derive);
    }

    private Reply derive(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        Query query = exchange.query();
        String starting = query.one("startingBalance");
        Amount startingBalance = starting == null ? Amount.ZERO : Fields.amount("startingBalance", starting);
        ScopeFields.Resumable asked =
                ScopeFields.resumable(query, caller, exchange.limits().scopeMonths());
        Granularity granularity = Granularity.parse(query.one("granularity"));
        boolean occurred = ScopeFields.byOccurrence(query);
        int limit = (int) query.integer("limit", 1, exchange.limits().rows(), ROWS);
        long offset = query.integer("offset", 0, OFFSET_MAX, 0);
        boolean strings = query.amountsAsStrings();
        AccountHead head = Customers.head(caller, exchange.pathParameter("customerId"));
        LedgerReader reader = caller.plane().reader();
        Scope scope = asked.of(head);
        if (occurred) {
            ScopeFields.requireTimes(scope);
        }
        Read read = occurred
                ? reader.occurred()
                        .steady(
                                head.key(),
                                now -> Read.byOccurrence(
                                        reader, now, scope, startingBalance, granularity, offset, limit))
                : Read.byRecording(reader, head, scope, startingBalance, granularity, offset, limit);
        if (read == null) {
            throw new IllegalStateException("a customer that was there is gone");
        }
        return rendered(caller, read, occurred, limit, offset, strings);
    }

    /** What is read of an account for one reply; {@code parts} is null where no breakdown was asked for. */
    private record Read(
            AccountHead head,
            DerivedBalance derived,
            List<StoredDelta> rows,
            List<RowContext> contexts,
            @Nullable List<BalanceWindow> parts) {
        static Read byRecording(
                LedgerReader reader,
                AccountHead head,
                Scope scope,
                Amount starting,
                @Nullable Granularity granularity,
                long offset,
                int limit) {
            DerivedBalance derived = Derivation.derive(reader, head, scope, starting);
            List<StoredDelta> rows = Derivation.rows(reader, head, derived, offset, limit);
            return of(reader, reader, head, derived, rows, granularity);
        }

        static Read byOccurrence(
                LedgerReader reader,
                AccountHead head,
                Scope scope,
                Amount starting,
                @Nullable Granularity granularity,
                long offset,
                int limit) {
            DerivedBalance derived = Derivation.derive(reader.occurred(), head, scope, starting);
            List<StoredDelta> rows = reader.occurred().records(head, scope.start(), scope.end(), offset, limit);
            return of(reader, reader.occurred(), head, derived, rows, granularity);
        }

        private static Read of(
                LedgerReader reader,
                PositionReader positions,
                AccountHead head,
                DerivedBalance derived,
                List<StoredDelta> rows,
                @Nullable Granularity granularity) {
            return new Read(
                    head,
                    derived,
                    rows,
                    rows.stream().map(row -> RowContext.of(reader, head, row)).toList(),
                    granularity == null ? null : Derivation.breakdown(positions, head, derived, granularity));
        }
    }

    private static Reply rendered(Caller caller, Read read, boolean occurred, int limit, long offset, boolean strings) {
        AccountHead head = read.head();
        DerivedBalance derived = read.derived();
        Envelope envelope = Envelope.open((read.rows().size() + 1) * ROW_BYTES, strings);
        envelope.json().beginObject();
        figures(envelope, head, derived, occurred);
        rows(envelope, caller, read);
        pagination(envelope.json(), derived, limit, offset);
        List<BalanceWindow> parts = read.parts();
        if (parts != null) {
            breakdown(envelope, parts);
        }
        envelope.json()
                .name("latestCheckpoint")
                .value(CheckpointView.latestRoot(caller.plane().reader(), head))
                .name("latestReceiptId")
                .value(occurred ? null : latestReceiptId(caller.plane().reader(), head, derived))
                .endObject();
        return envelope.close(200);
    }

    private static void figures(Envelope envelope, AccountHead head, DerivedBalance derived, boolean occurred) {
        BalanceWindow window = derived.window();
        envelope.json().name("customerId").value(head.key().customerId());
        envelope.amount("computedBalance", derived.computedBalance())
                .amount("startingBalance", derived.startingBalance());
        envelope.json()
                .name("deltasCount")
                .value(window.count())
                .name("deltaCount")
                .value(window.count());
        ScopeFields.write(envelope.json(), derived.scope());
        envelope.json().name("timeBasis").value(occurred ? "occurred" : "recorded");
        envelope.amount("openingBalance", window.opening().balance())
                .amount("cumulativeBalance", window.closing().balance())
                .amount("credits", window.credits())
                .amount("debits", window.debits());
        // By occurrence the records of a scope need not follow one another.
        boolean any = window.count() > 0 && !occurred;
        GapRoutes.sequence(envelope.json(), "firstSequence", any, derived.firstSequence());
        GapRoutes.sequence(envelope.json(), "lastSequence", any, derived.lastSequence());
    }

    private static void rows(Envelope envelope, Caller caller, Read read) {
        envelope.json().name("deltas").beginArray();
        for (int i = 0; i < read.rows().size(); i++) {
            DeltaView.writeRow(
                    envelope,
                    caller.plane().origin(),
                    read.rows().get(i),
                    read.contexts().get(i));
        }
        envelope.json().endArray();
    }

    private static void pagination(JsonWriter json, DerivedBalance derived, int limit, long offset) {
        long total = derived.window().count();
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

    private static void breakdown(Envelope envelope, List<BalanceWindow> windows) {
        envelope.json().name("breakdown").beginArray();
        for (BalanceWindow window : windows) {
            envelope.json()
                    .beginObject()
                    .name("start")
                    .value(UtcText.of(window.start()))
                    .name("end")
                    .value(UtcText.of(window.end()))
                    .name("count")
                    .value(window.count());
            envelope.amount("netChange", window.net())
                    .amount("credits", window.credits())
                    .amount("debits", window.debits())
                    .amount("cumulativeBalance", window.closing().balance());
            envelope.json().endObject();
        }
        envelope.json().endArray();
    }

    /** The receipt of the newest record before the scope's end, or null. */
    private static @Nullable String latestReceiptId(LedgerReader reader, AccountHead head, DerivedBalance derived) {
        long last = derived.lastSequence();
        if (last == 0) {
            return null;
        }
        return last == head.sequence()
                ? head.proofHash().toString()
                : reader.records(head, last, last)
                        .getFirst()
                        .delta()
                        .proofHash()
                        .toString();
    }
}
