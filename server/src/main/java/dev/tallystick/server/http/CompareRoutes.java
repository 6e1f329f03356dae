package dev.tallystick.server.http;

import dev.tallystick.ledger.balance.BalanceWindow;
import dev.tallystick.ledger.balance.Comparison;
import dev.tallystick.ledger.balance.ComparisonReport;
import dev.tallystick.ledger.balance.ComparisonReport.Claim;
import dev.tallystick.ledger.balance.ComparisonReport.Discrepancy;
import dev.tallystick.ledger.balance.Derivation;
import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.record.UtcText;

/** Holds two sides' balances against the recorded one. */
final class CompareRoutes {
    private static final int CAPACITY = 1_024;
    private static final int GRANULARITY_MAX = 20;

    private final Authenticator authenticator;

    CompareRoutes(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    void declare(Routes routes) {
        routes.post("/api/v1/balance/compare", this::compare);
    }

    /** What is compared, apart from scope and customer. */
    private record Claims(Amount yours, Amount theirs, Amount starting, Amount tolerance, Granularity granularity) {}

    private Reply compare(Exchange exchange) {
        Caller caller = authenticator.caller(exchange.headers(), Authenticator.Need.READ);
        boolean strings = exchange.query().amountsAsStrings();
        String signed = exchange.query().one("signed");
        if (signed != null && !signed.equals("false")) {
            throw notOffered("signed");
        }
        Body body = exchange.body(caller.tenantId(), exchange.limits().bodyBytes());
        JsonObject object = exchange.parse(body);
        refuseUnknown(object);
        String customerId = Fields.customerId(object.get("customerId"));
        Claims claims = claims(object);
        ScopeFields.Resumable scope =
                ScopeFields.resumable(object, caller, exchange.limits().scopeMonths());
        AccountHead head = Customers.head(caller, customerId);
        LedgerReader reader = caller.plane().reader();
        DerivedBalance neutral = Derivation.derive(reader, head, scope.of(head), claims.starting());
        ComparisonReport report = Comparison.compare(
                reader, head, neutral, claims.yours(), claims.theirs(), claims.tolerance(), claims.granularity());
        return rendered(customerId, report, claims, strings);
    }

    private static void refuseUnknown(JsonObject object) {
        for (String name : object.members().keySet()) {
            switch (name) {
                case "customerId", "yourBalance", "theirBalance", "startingBalance", "granularity", "tolerance" -> {}
                case "yourWindows", "theirWindows", "yourRecords", "theirRecords" -> {
                    if (Fields.present(object.get(name)) != null) {
                        throw notOffered(name);
                    }
                }
                default -> {
                    if (!ScopeFields.NAMES.contains(name)) {
                        throw Fields.unknown(name);
                    }
                }
            }
        }
    }

    private static RuntimeException notOffered(String field) {
        return Fields.refused(field, field + " is not offered by this server yet. Leave it out.");
    }

    private static Claims claims(JsonObject object) {
        Amount yours = Fields.requiredAmount("yourBalance", object.get("yourBalance"));
        Amount theirs = Fields.requiredAmount("theirBalance", object.get("theirBalance"));
        Amount starting = Fields.amount("startingBalance", object.get("startingBalance"));
        Amount tolerance = Fields.amount("tolerance", object.get("tolerance"));
        if (tolerance != null && tolerance.signum() < 0) {
            throw Fields.refused("tolerance", "tolerance must be zero or more, but " + tolerance + " was sent.");
        }
        Granularity granularity =
                Granularity.parse(Fields.text("granularity", object.get("granularity"), GRANULARITY_MAX));
        return new Claims(
                yours,
                theirs,
                starting == null ? Amount.ZERO : starting,
                tolerance == null ? Amount.ZERO : tolerance,
                granularity == null ? Granularity.DAY : granularity);
    }

    private static Reply rendered(String customerId, ComparisonReport report, Claims claims, boolean strings) {
        DerivedBalance neutral = report.neutral();
        Envelope envelope = Envelope.open(CAPACITY, strings);
        envelope.json().beginObject().name("customerId").value(customerId);
        envelope.amount("neutralBalance", neutral.computedBalance());
        envelope.json()
                .name("matchesYours")
                .value(report.yours().matches())
                .name("matchesTheirs")
                .value(report.theirs().matches());
        envelope.amount("startingBalance", neutral.startingBalance()).amount("tolerance", claims.tolerance());
        envelope.json()
                .name("deltasCount")
                .value(neutral.window().count())
                .name("deltaCount")
                .value(neutral.window().count());
        ScopeFields.write(envelope.json(), neutral.scope());
        envelope.json().name("discrepancyReport");
        Discrepancy discrepancy = report.discrepancy();
        if (discrepancy == null) {
            envelope.json().nullValue();
        } else {
            discrepancy(envelope, report, discrepancy);
        }
        envelope.json().endObject();
        return envelope.close(201);
    }

    private static void discrepancy(Envelope envelope, ComparisonReport report, Discrepancy discrepancy) {
        envelope.json().beginObject();
        envelope.amount("amount", discrepancy.amount());
        envelope.json().name("divergentParty").value(discrepancy.party().label());
        claim(envelope, "yours", report.yours());
        claim(envelope, "theirs", report.theirs());
        envelope.json().name("windows").beginArray();
        for (BalanceWindow window : discrepancy.windows()) {
            envelope.json()
                    .beginObject()
                    .name("start")
                    .value(UtcText.of(window.start()))
                    .name("end")
                    .value(UtcText.of(window.end()));
            envelope.amount("neutralTotal", window.net());
            // Two totals alone do not tell in which window the sides part.
            envelope.json()
                    .name("count")
                    .value(window.count())
                    .name("diverges")
                    .nullValue()
                    .endObject();
        }
        envelope.json()
                .endArray()
                .name("explanations")
                .beginArray()
                .endArray()
                .name("recommendation")
                .value(discrepancy.recommendation())
                .endObject();
    }

    private static void claim(Envelope envelope, String name, Claim claim) {
        envelope.json().name(name).beginObject();
        envelope.amount("claimed", claim.claimed()).amount("difference", claim.difference());
        envelope.json().endObject();
    }
}
