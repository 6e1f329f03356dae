package dev.tallystick.server.http;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.LedgerReader.AccountPage;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.read.TenantTotals;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.config.Limits;
import java.util.List;

/** A tenant's customers, what it has used, and what limits apply. */
final class CustomerRoutes {
    private static final long PAGE_MAX = 1_000_000_000;
    private static final int CUSTOMER_PAGE = 25;
    private static final int ACTIVITY_PAGE = 20;
    private static final int SEARCH_MAX = 128;

    private final Authenticator authenticator;

    CustomerRoutes(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    void declare(Routes routes) {
        routes.get("/api/v1/balance/usage", this::usage)
                .get("/api/v1/balance/limits", this::limits)
                .get("/api/v1/balance/customers", this::customers)
                .get("/api/v1/balance/customers/summary", this::summary)
                .get("/api/v1/balance/customers/{customerId}", this::customer);
    }

    private Caller reader(Exchange exchange) {
        return authenticator.caller(exchange, Authenticator.Need.READ);
    }

    private Reply usage(Exchange exchange) {
        Caller caller = reader(exchange);
        Month month = Month.at(caller.plane().now());
        Envelope envelope = Envelope.open(256, false);
        envelope.json()
                .beginObject()
                .name("allowed")
                .value(true)
                .name("remaining")
                .nullValue()
                .name("plan")
                .value("self-hosted")
                .name("period")
                .value(month.month().toString())
                .name("consumedDeltas")
                .value(caller.plane().reader().deltasInMonth(caller.tenantId(), month.number()))
                .name("includedDeltas")
                .nullValue()
                .name("overageCount")
                .value(0)
                .endObject();
        return envelope.close(200);
    }

    private Reply limits(Exchange exchange) {
        reader(exchange);
        Limits limits = exchange.limits();
        Envelope envelope = Envelope.open(256, false);
        JsonWriter json = envelope.json()
                .beginObject()
                .name("maxScopeMonths")
                .value(limits.scopeMonths())
                .name("maxLastNDays")
                .value(limits.lastDays())
                .name("maxRetentionDays");
        if (limits.retentionDays() == 0) {
            json.nullValue();
        } else {
            json.value(limits.retentionDays());
        }
        json.name("maxBatchItems")
                .value(limits.batchItems())
                .name("maxRows")
                .value(limits.rows())
                .endObject();
        return envelope.close(200);
    }

    private Reply customers(Exchange exchange) {
        Caller caller = reader(exchange);
        Query query = exchange.query();
        long page = query.integer("page", 1, PAGE_MAX, 1);
        int limit = (int) query.integer("limit", 1, exchange.limits().customerRows(), CUSTOMER_PAGE);
        String search = query.one("search");
        if (search != null && search.length() > SEARCH_MAX) {
            throw Fields.refused("search", "search may have at most " + SEARCH_MAX + " characters.");
        }
        Month month = Month.of(query);
        Envelope envelope = Envelope.open(limit * 256, query.amountsAsStrings());
        LedgerReader reader = caller.plane().reader();
        AccountPage found = reader.accounts(caller.tenantId(), search == null ? "" : search, (page - 1) * limit, limit);
        envelope.json().beginObject().name("customers").beginArray();
        for (AccountHead head : found.accounts()) {
            envelope.json().beginObject();
            totals(envelope, head);
            if (month != null) {
                month.write(envelope, reader, head);
            }
            envelope.json().endObject();
        }
        envelope.json().endArray();
        pagination(envelope.json(), found.total(), page, limit);
        envelope.json().endObject();
        return envelope.close(200);
    }

    private static void totals(Envelope envelope, AccountHead head) {
        envelope.json()
                .name("customerId")
                .value(head.key().customerId())
                .name("customerReference")
                .value(Customers.reference(head.key()))
                .name("totalDeltas")
                .value(head.sequence())
                .name("firstDeltaAt")
                .value(UtcText.of(head.firstAt()))
                .name("lastDeltaAt")
                .value(UtcText.of(head.lastAt()));
        envelope.amount("computedBalance", head.balance());
    }

    private static void pagination(JsonWriter json, long total, long page, int limit) {
        json.name("pagination")
                .beginObject()
                .name("total")
                .value(total)
                .name("page")
                .value(page)
                .name("limit")
                .value(limit)
                .name("totalPages")
                .value((total + limit - 1) / limit)
                .endObject();
    }

    private Reply summary(Exchange exchange) {
        Caller caller = reader(exchange);
        Envelope envelope = Envelope.open(512, exchange.query().amountsAsStrings());
        TenantTotals totals = caller.plane().reader().totals(caller.tenantId());
        envelope.json()
                .beginObject()
                .name("totalCustomers")
                .value(totals.customers())
                .name("totalDeltas")
                .value(totals.deltas())
                .name("verifiedDeltas")
                .value(totals.deltas())
                .name("pendingDeltas")
                .value(0)
                .name("failedDeltas")
                .value(0)
                .name("verificationRate")
                .value(1);
        envelope.amount("totalCredits", totals.credits())
                .amount("totalDebits", totals.debits())
                .amount("netChange", totals.credits().plus(totals.debits()));
        boolean any = totals.deltas() > 0;
        envelope.json()
                .name("firstDeltaAt")
                .value(any ? UtcText.of(totals.firstAt()) : null)
                .name("lastDeltaAt")
                .value(any ? UtcText.of(totals.lastAt()) : null)
                .endObject();
        return envelope.close(200);
    }

    private Reply customer(Exchange exchange) {
        Caller caller = reader(exchange);
        Query query = exchange.query();
        long page = query.integer("deltaPage", 1, PAGE_MAX, 1);
        int limit = (int) query.integer("deltaLimit", 1, exchange.limits().rows(), ACTIVITY_PAGE);
        Month month = Month.of(query);
        Envelope envelope = Envelope.open(512 + limit * 256, query.amountsAsStrings());
        AccountHead head = Customers.head(caller, exchange.pathParameter("customerId"));
        LedgerReader reader = caller.plane().reader();
        envelope.json().beginObject();
        totals(envelope, head);
        envelope.json()
                .name("customerPartition")
                .value(Customers.partition(head.key()))
                .name("latestCheckpoint")
                .value(CheckpointView.latestRoot(reader, head));
        if (month != null) {
            month.write(envelope, reader, head);
        }
        activity(envelope, caller, head, page, limit);
        envelope.json().endObject();
        return envelope.close(200);
    }

    /** Newest first. */
    private static void activity(Envelope envelope, Caller caller, AccountHead head, long page, int limit) {
        long last = head.sequence() - (page - 1) * limit;
        long first = Math.max(1, last - limit + 1);
        List<StoredDelta> rows = last < 1 ? List.of() : caller.plane().reader().records(head, first, last);
        envelope.json().name("recentActivity").beginObject().name("items").beginArray();
        for (StoredDelta row : rows.reversed()) {
            item(envelope, caller, row);
        }
        envelope.json().endArray();
        pagination(envelope.json(), head.sequence(), page, limit);
        envelope.json().endObject();
    }

    private static void item(Envelope envelope, Caller caller, StoredDelta row) {
        DeltaItem item = row.delta().item();
        envelope.json().beginObject().name("recordId").value(row.recordId());
        envelope.amount("delta", item.delta());
        envelope.json()
                .name("reason")
                .value(item.reason())
                .name("referenceId")
                .value(item.referenceId())
                .name("status")
                .value("verified")
                .name("time")
                .value(UtcText.of(row.delta().recordedAt()));
        envelope.amount("balance", row.delta().balance());
        envelope.json()
                .name("verificationReference")
                .value(DeltaView.verificationReference(caller.plane().origin(), row.event()))
                .endObject();
    }
}
