package dev.tallystick.ledger.balance;

import dev.tallystick.ledger.balance.ComparisonReport.Claim;
import dev.tallystick.ledger.balance.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.scope.Granularity;

/** Says in two or three sentences what a comparison found and where to look next, without taking a side. Stateless. */
final class Recommendation {
    private Recommendation() {}

    static String of(DerivedBalance neutral, Claim yours, Claim theirs, DivergentParty party, Granularity granularity) {
        return recorded(neutral)
                + switch (party) {
                    case YOURS ->
                        " Their figure" + matches(theirs) + "; yours is " + distance(yours) + "."
                                + next(
                                        neutral,
                                        " Compare your own total per " + granularity.label()
                                                + " with the windows of this report to see where the two part.");
                    case THEIRS ->
                        " Your figure" + matches(yours) + "; theirs is " + distance(theirs) + "."
                                + next(
                                        neutral,
                                        " Send them the windows of this report, so that they can compare their total per "
                                                + granularity.label() + ".");
                    case BOTH ->
                        yours.claimed().equals(theirs.claimed())
                                ? " Both figures are " + distance(yours)
                                        + ", so the two sides agree with each other but not with the record. Look for"
                                        + " something both count that was not recorded here, or a record both leave"
                                        + " out."
                                : " Yours is " + distance(yours) + "; theirs is " + distance(theirs) + "."
                                        + next(
                                                neutral,
                                                " Each side can compare its total per " + granularity.label()
                                                        + " with the windows of this report.");
                };
    }

    private static String recorded(DerivedBalance neutral) {
        long count = neutral.window().count();
        String start = neutral.startingBalance().signum() == 0
                ? ""
                : " from a starting balance of " + neutral.startingBalance();
        if (count == 0) {
            return "No records fall in this scope, so the recorded balance" + start + " is " + neutral.computedBalance()
                    + ".";
        }
        return (count == 1 ? "The 1 record in this scope leads" : "The " + count + " records in this scope lead")
                + start + " to a balance of " + neutral.computedBalance() + ".";
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

    /** Windows can only be compared where there are some. */
    private static String next(DerivedBalance neutral, String withWindows) {
        return neutral.window().count() == 0
                ? " Check that both sides mean the same customer and the same dates."
                : withWindows;
    }
}
