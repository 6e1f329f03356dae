package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.compare.ComparisonReport.Claim;
import dev.tallystick.ledger.compare.ComparisonReport.ComparedWindow;
import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.ledger.scope.TimeBasis;
import dev.tallystick.proof.record.UtcText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in a few sentences what a comparison found and where to look next, without taking a side. For one thread. */
final class Recommendation {
    private final TimeBasis basis;
    private final DerivedBalance neutral;
    private final Granularity granularity;
    private final List<ComparedWindow> windows;
    private final List<Explanation> explanations;

    Recommendation(
            TimeBasis basis,
            DerivedBalance neutral,
            Granularity granularity,
            List<ComparedWindow> windows,
            List<Explanation> explanations) {
        this.basis = basis;
        this.neutral = neutral;
        this.granularity = granularity;
        this.windows = windows;
        this.explanations = explanations;
    }

    String of(@Nullable Claim yours, @Nullable Claim theirs, DivergentParty party) {
        return recorded() + figures(yours, theirs) + next(yours, theirs, party);
    }

    private String recorded() {
        long count = neutral.window().count();
        String start = neutral.startingBalance().signum() == 0
                ? ""
                : " from a starting balance of " + neutral.startingBalance();
        if (count == 0) {
            return "No records fall in this scope, " + basis.phrase() + ", so the recorded balance" + start + " is "
                    + neutral.computedBalance() + ".";
        }
        return (count == 1
                        ? "The 1 record in this scope, " + basis.phrase() + ", leads"
                        : "The " + count + " records in this scope, " + basis.phrase() + ", lead")
                + start + " to a balance of " + neutral.computedBalance() + ".";
    }

    private static String figures(@Nullable Claim yours, @Nullable Claim theirs) {
        if (yours == null || theirs == null) {
            Claim one = yours == null ? theirs : yours;
            String figure = yours == null ? " Their figure" : " Your figure";
            return one == null ? "" : figure + (one.matches() ? matches(one) : " is " + distance(one)) + ".";
        }
        if (yours.matches() && theirs.matches()) {
            return " Your figure" + matches(yours) + "; their figure" + matches(theirs) + ".";
        }
        if (theirs.matches()) {
            return " Their figure" + matches(theirs) + "; yours is " + distance(yours) + ".";
        }
        if (yours.matches()) {
            return " Your figure" + matches(yours) + "; theirs is " + distance(theirs) + ".";
        }
        return yours.claimed().equals(theirs.claimed())
                ? " Both figures are " + distance(yours)
                        + ", so the two sides agree with each other but not with the record."
                : " Yours is " + distance(yours) + "; theirs is " + distance(theirs) + ".";
    }

    private static String matches(Claim claim) {
        return claim.difference().signum() == 0
                ? " matches it"
                : " of " + claim.claimed() + " matches it within the tolerance";
    }

    private static String distance(Claim claim) {
        return claim.claimed() + ", which is " + claim.difference().abs()
                + (claim.difference().signum() > 0 ? " above it" : " below it");
    }

    private String next(@Nullable Claim yours, @Nullable Claim theirs, DivergentParty party) {
        String rows = rows(DivergentParty.YOURS, yours) + rows(DivergentParty.THEIRS, theirs);
        if (!rows.isEmpty()) {
            return rows;
        }
        List<ComparedWindow> diverging = windows.stream()
                .filter(window -> Boolean.TRUE.equals(window.diverges()))
                .toList();
        if (!diverging.isEmpty()) {
            return " Of the " + windows.size() + " windows " + diverging.size()
                    + (diverging.size() == 1 ? " differs: " : " differ, the first from ")
                    + UtcText.of(diverging.getFirst().recorded().start()) + " to "
                    + UtcText.of(diverging.getFirst().recorded().end())
                    + ". Send the records of both sides for the windows that differ to see which ones they are.";
        }
        if (!explanations.isEmpty()) {
            return " The simplest of what would explain it: "
                    + explanations.getFirst().sentence() + " Look at that first.";
        }
        if (neutral.window().count() == 0) {
            // Windows can only be compared where there are some.
            return " Check that both sides mean the same customer and the same dates.";
        }
        return " Nothing simple explains it. " + byWindows(yours, theirs, party);
    }

    private String byWindows(@Nullable Claim yours, @Nullable Claim theirs, DivergentParty party) {
        return switch (party) {
            case YOURS ->
                "Compare your own total per " + granularity.label()
                        + " with the windows of this report to see where the two part.";
            case THEIRS ->
                "Send them the windows of this report, so that they can compare their total per " + granularity.label()
                        + ".";
            case BOTH ->
                yours != null && theirs != null && yours.claimed().equals(theirs.claimed())
                        ? "Look for something both count that was not recorded here, or a record both leave out."
                        : "Each side can compare its total per " + granularity.label()
                                + " with the windows of this report.";
        };
    }

    /** What laying a side's rows beside the records gave, or nothing without rows that differ. */
    private static String rows(DivergentParty side, @Nullable Claim claim) {
        RecordFindings records = claim == null ? null : claim.records();
        if (claim == null || records == null) {
            return "";
        }
        boolean yours = side == DivergentParty.YOURS;
        if (records.allMatched()) {
            return claim.unlisted().signum() == 0
                    ? ""
                    : (yours ? " Each of your rows" : " Each of their rows")
                            + " has its record, but they add up to "
                            + claim.unlisted().abs()
                            + (claim.unlisted().signum() > 0 ? " less" : " more") + " than the figure.";
        }
        List<String> parts = new ArrayList<>();
        part(records, RecordClass.NOT_CLAIMED, yours ? "missing from your rows" : "missing from their rows", parts);
        part(records, RecordClass.NOT_RECORDED, "without a record", parts);
        part(records, RecordClass.AMOUNT_DIFFERS, "with another amount", parts);
        part(records, RecordClass.DUPLICATE, "given more than once", parts);
        return (yours ? " Beside your " : " Beside their ") + records.rows()
                + (records.rows() == 1 ? " row: " : " rows: ") + String.join(", ", parts)
                + ". Look at the rows and records listed first.";
    }

    private static void part(RecordFindings records, RecordClass kind, String what, List<String> parts) {
        RecordFindings.Totals totals = records.totals(kind);
        if (totals.count() > 0) {
            parts.add(totals.count() + " " + what + " (" + totals.difference() + ")");
        }
    }
}
