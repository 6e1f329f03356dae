package dev.tallystick.server.http;

import dev.tallystick.ledger.balance.Derivation;
import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.compare.ClaimedRow;
import dev.tallystick.ledger.compare.Comparison;
import dev.tallystick.ledger.compare.ComparisonJson;
import dev.tallystick.ledger.compare.ComparisonReport;
import dev.tallystick.ledger.compare.Counting;
import dev.tallystick.ledger.compare.OccurredDays;
import dev.tallystick.ledger.compare.RecordFindings;
import dev.tallystick.ledger.compare.SideClaim;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.ledger.scope.TimeBasis;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.server.compare.RowSource;
import dev.tallystick.server.config.CompareLimits;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds two sides' balances, windows and records against the recorded ones. */
final class CompareRoutes {
    private static final int CAPACITY = 4_096;

    /** A signed reply holds the report twice, in a buffer that doubles as it grows. */
    private static final int SIGNED_FACTOR = 4;

    private final Authenticator authenticator;
    private final CompareLimits bounds;
    private final Publisher publisher;
    private final SignedReports reports;
    private final RowWork work;

    CompareRoutes(Authenticator authenticator, RowWork work, Publisher publisher, SignedReports reports) {
        this.authenticator = authenticator;
        this.bounds = work.bounds();
        this.publisher = publisher;
        this.reports = reports;
        this.work = work;
    }

    void declare(Routes routes) {
        routes.post("/api/v1/balance/compare", this::compare).post("/api/v1/balance/compare/upload", this::upload);
    }

    /** An account and its recorded balance over the scope asked for. */
    private record Recorded(Counting counting, DerivedBalance neutral) {
        static Recorded of(
                Caller caller, String customerId, ScopeFields.Resumable asked, TimeBasis basis, Amount starting) {
            AccountHead head = Customers.head(caller, customerId);
            LedgerReader reader = caller.plane().reader();
            Scope scope = asked.of(head);
            if (basis == TimeBasis.RECORDED) {
                return new Recorded(
                        Counting.byRecording(reader, head), Derivation.derive(reader, head, scope, starting));
            }
            ScopeFields.requireTimes(scope);
            // Only this part must be read at rest; the rest follows from the head.
            Recorded taken = reader.occurred()
                    .steady(
                            head.key(),
                            now -> new Recorded(
                                    new Counting(reader, now, OccurredDays.of(reader, now, scope)),
                                    Derivation.derive(reader.occurred(), now, scope, starting)));
            if (taken == null) {
                throw new IllegalStateException("a customer that was there is gone");
            }
            return taken;
        }
    }

    private Reply compare(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        boolean strings = exchange.query().amountsAsStrings();
        boolean signed = signed(exchange, caller);
        JsonObject object = exchange.parse(
                exchange.body(caller.tenantId(), exchange.limits().bodyBytes()));
        CompareFields fields = CompareFields.of(object, bounds);
        ScopeFields.Resumable scope =
                ScopeFields.resumable(object, caller, exchange.limits().scopeMonths());
        Recorded recorded = Recorded.of(caller, fields.customerId(), scope, fields.basis(), fields.starting());
        SideClaim yours = claim(recorded, fields.yours());
        SideClaim theirs = claim(recorded, fields.theirs());
        ComparisonReport report = report(
                recorded,
                new Comparison.Question(recorded.neutral(), yours, theirs, fields.tolerance(), fields.granularity()));
        return answered(exchange, caller, fields.customerId(), report, strings, signed);
    }

    private boolean signed(Exchange exchange, Caller caller) {
        boolean signed = reports.asked(exchange, caller);
        if (!signed) {
            exchange.memory().storesNothing();
        }
        return signed;
    }

    private ComparisonReport report(Recorded recorded, Comparison.Question question) {
        long records = recorded.neutral().window().count();
        return work.apart(records, () -> Comparison.compare(recorded.counting(), question));
    }

    private SideClaim claim(Recorded recorded, CompareFields.Side side) {
        List<ClaimedRow> rows = side.rows();
        RecordFindings findings = rows == null ? null : findings(recorded, new RowList(rows));
        return new SideClaim(side.balance(), side.windows(), findings);
    }

    private RecordFindings findings(Recorded recorded, RowSource rows) {
        return work.compare(recorded.counting(), recorded.neutral(), rows);
    }

    private Reply upload(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        boolean signed = signed(exchange, caller);
        UploadQuery query = UploadQuery.of(exchange);
        return work.upload(caller.tenantId(), () -> upload(exchange, caller, query, signed));
    }

    private Reply upload(Exchange exchange, Caller caller, UploadQuery query, boolean signed) {
        exchange.claimUpload(caller.tenantId());
        ScopeFields.Resumable scope = ScopeFields.resumable(
                exchange.query(), caller, exchange.limits().scopeMonths());
        Recorded recorded = Recorded.of(caller, query.customerId(), scope, query.basis(), query.starting());
        RowSource rows = query.rows(exchange.upload(), bounds);
        RecordFindings findings = findings(recorded, rows);
        Amount balance = query.balance();
        SideClaim side = new SideClaim(
                balance == null ? query.starting().plus(findings.claimedTotal()) : balance, List.of(), findings);
        ComparisonReport report = report(
                recorded,
                new Comparison.Question(
                        recorded.neutral(),
                        query.isYours() ? side : null,
                        query.isYours() ? null : side,
                        query.tolerance(),
                        query.granularity()));
        return answered(exchange, caller, query.customerId(), report, query.amountsAsStrings(), signed);
    }

    private Reply answered(
            Exchange exchange,
            Caller caller,
            String customerId,
            ComparisonReport report,
            boolean strings,
            boolean signed) {
        JsonObject figures = ComparisonJson.of(customerId, report, strings);
        Map<String, JsonValue> data = new LinkedHashMap<>(figures.members());
        if (signed) {
            exchange.memory().claimReply((long) SIGNED_FACTOR * CanonicalJson.of(figures).length);
            data.put("signed", reports.sign(caller, customerId, report));
        }
        publisher.compared(caller, customerId, report);
        Envelope envelope = Envelope.open(CAPACITY, strings);
        envelope.json().value(new JsonObject(data));
        return envelope.close(201);
    }

    /** Rows that are all there already. */
    private static final class RowList implements RowSource {
        private final Iterator<ClaimedRow> rows;

        RowList(List<ClaimedRow> rows) {
            this.rows = rows.iterator();
        }

        @Override
        public @Nullable ClaimedRow next() {
            return rows.hasNext() ? rows.next() : null;
        }
    }
}
