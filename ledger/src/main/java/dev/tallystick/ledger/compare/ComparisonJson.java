package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.balance.BalanceWindow;
import dev.tallystick.ledger.compare.ComparisonReport.Claim;
import dev.tallystick.ledger.compare.ComparisonReport.ComparedWindow;
import dev.tallystick.ledger.compare.ComparisonReport.Discrepancy;
import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.compare.ComparisonReport.SideWindow;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.record.UtcText;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A comparison's report as JSON: what the API answers, and the bytes that stand for it. Stateless. */
public final class ComparisonJson {
    private final boolean amountsAsStrings;

    private ComparisonJson(boolean amountsAsStrings) {
        this.amountsAsStrings = amountsAsStrings;
    }

    /** The report as the API answers it, {@code api/openapi.yaml}, schema {@code Comparison}. */
    public static JsonObject of(String customerId, ComparisonReport report, boolean amountsAsStrings) {
        return new ComparisonJson(amountsAsStrings).comparison(customerId, report);
    }

    /**
     * The one byte form of a report, to be hashed and signed: canonical JSON of what the API answers with amounts as
     * strings.
     */
    public static byte[] canonical(String customerId, ComparisonReport report) {
        return CanonicalJson.of(of(customerId, report, true));
    }

    /** SHA-256 of the {@link #canonical} bytes. */
    public static Hash hash(String customerId, ComparisonReport report) {
        return Sha256.hash(canonical(customerId, report));
    }

    private Members members() {
        return new Members(amountsAsStrings);
    }

    private JsonObject comparison(String customerId, ComparisonReport report) {
        Claim yours = report.yours();
        Claim theirs = report.theirs();
        long count = report.neutral().window().count();
        Discrepancy discrepancy = report.discrepancy();
        Members members = members()
                .put("customerId", customerId)
                .put("neutralBalance", report.neutral().computedBalance())
                .put("matchesYours", yours == null ? null : (Boolean) yours.matches())
                .put("matchesTheirs", theirs == null ? null : (Boolean) theirs.matches())
                .put("startingBalance", report.neutral().startingBalance())
                .put("tolerance", report.tolerance())
                .put("deltasCount", (Long) count)
                .put("deltaCount", (Long) count)
                .put("scope", scope(report.neutral().scope()))
                .put("timeBasis", report.basis().label());
        if (hasRecords(yours) || hasRecords(theirs)) {
            members.put(
                    "records",
                    members()
                            .put("yours", records(DivergentParty.YOURS, yours))
                            .put("theirs", records(DivergentParty.THEIRS, theirs))
                            .object());
        }
        return members.put("discrepancyReport", discrepancy == null ? null : discrepancy(report, discrepancy))
                .object();
    }

    private JsonObject scope(Scope scope) {
        return members()
                .put("period", scope.period())
                .put("startDate", UtcText.of(scope.start()))
                .put("endDate", UtcText.of(scope.end()))
                .object();
    }

    private static boolean hasRecords(@Nullable Claim claim) {
        return claim != null && claim.records() != null;
    }

    private JsonObject discrepancy(ComparisonReport report, Discrepancy discrepancy) {
        ExplanationSearch.Searched searched = discrepancy.searched();
        return members()
                .put("amount", discrepancy.amount())
                .put("divergentParty", discrepancy.party().label())
                .put("yours", claim(report.yours()))
                .put("theirs", claim(report.theirs()))
                .put("windows", discrepancy.windows(), this::window)
                .put("explanations", discrepancy.explanations(), this::explanation)
                .put("searched", searched == null ? null : searched(searched))
                .put("recommendation", discrepancy.recommendation())
                .object();
    }

    private @Nullable JsonObject claim(@Nullable Claim claim) {
        return claim == null
                ? null
                : members()
                        .put("claimed", claim.claimed())
                        .put("difference", claim.difference())
                        .object();
    }

    private JsonValue window(ComparedWindow window) {
        BalanceWindow recorded = window.recorded();
        Members members = members()
                .put("start", UtcText.of(recorded.start()))
                .put("end", UtcText.of(recorded.end()))
                .put("neutralTotal", recorded.net())
                .put("count", (Long) recorded.count());
        side(members, "your", window.yours());
        side(members, "their", window.theirs());
        // Two totals alone do not tell in which window the sides part.
        return members.put("diverges", window.diverges()).object();
    }

    private static void side(Members members, String prefix, @Nullable SideWindow side) {
        if (side != null) {
            members.put(prefix + "Total", side.total());
            if (side.count() != null) {
                members.put(prefix + "Count", side.count());
            }
        }
    }

    private JsonValue explanation(Explanation explanation) {
        return members()
                .put("kind", explanation.kind().label())
                .put("side", explanation.side().label())
                .put("rank", (Long) (long) explanation.rank())
                .put("amount", explanation.amount())
                .put("sentence", explanation.sentence())
                .put("recordIds", explanation.recordIds(), JsonString::new)
                .put("recordCount", (Long) explanation.recordCount())
                .put("candidates", (Long) (long) explanation.candidates())
                .object();
    }

    private JsonObject searched(ExplanationSearch.Searched searched) {
        return members()
                .put("records", (Long) searched.records())
                .put("recordsRead", (Long) searched.recordsRead())
                .put("complete", (Boolean) searched.complete())
                .object();
    }

    private @Nullable JsonObject records(DivergentParty side, @Nullable Claim claim) {
        RecordFindings records = claim == null ? null : claim.records();
        if (claim == null || records == null) {
            return null;
        }
        List<RecordClass> classes = Arrays.asList(RecordClass.values());
        return members()
                .put("rows", (Long) records.rows())
                .put("claimedTotal", records.claimedTotal())
                .put("recordedTotal", records.recordedTotal())
                .put("difference", records.difference())
                .put("unlisted", claim.unlisted())
                .put("undatedDifference", records.undatedDifference())
                .put("classes", classes, each -> totals(side, each, records.totals(each)))
                .put("days", List.copyOf(records.usageDays().entrySet()), this::day)
                .put("items", records.items(), item -> item(side, item))
                .object();
    }

    private JsonValue totals(DivergentParty side, RecordClass kind, RecordFindings.Totals totals) {
        return members()
                .put("class", kind.label(side))
                .put("count", (Long) totals.count())
                .put("claimedTotal", totals.claimed())
                .put("recordedTotal", totals.recorded())
                .put("difference", totals.difference())
                .object();
    }

    private JsonValue day(Map.Entry<Long, RecordFindings.UsageDay> day) {
        return members()
                .put("date", date(day.getKey()))
                .put("count", (Long) day.getValue().count())
                .put("difference", day.getValue().difference())
                .object();
    }

    private static String date(long epochDay) {
        return LocalDate.ofEpochDay(epochDay).toString();
    }

    private JsonValue item(DivergentParty side, RecordFindings.Item item) {
        return members()
                .put("class", item.kind().label(side))
                .put("line", item.line() == 0 ? null : JsonNumber.of(item.line()))
                .put("referenceId", item.referenceId())
                .put("recordId", item.recordId())
                .put("date", item.epochDay() == ClaimedRow.NO_DAY ? null : date(item.epochDay()))
                .put("claimed", item.claimed())
                .put("recorded", item.recorded())
                .object();
    }
}
