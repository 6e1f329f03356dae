package dev.tallystick.ledger.balance;

import dev.tallystick.ledger.balance.ComparisonReport.Claim;
import dev.tallystick.ledger.balance.ComparisonReport.Discrepancy;
import dev.tallystick.ledger.balance.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.proof.amount.Amount;

/**
 * Holds two claimed balances against the recorded one. It describes; it never judges who is right, for the records say
 * what was recorded and not what happened. Stateless.
 */
public final class Comparison {
    private Comparison() {}

    /**
     * Compares.
     *
     * @param neutral the recorded balance over the scope in question
     * @param tolerance zero or more; a claim this close to the recorded balance, or closer, matches
     * @param granularity of the windows in the report, which has those with records only: two totals say nothing of an
     *     empty one
     * @throws RefusedException {@code VALIDATION_ERROR} if {@code tolerance} is negative
     */
    public static ComparisonReport compare(
            LedgerReader reader,
            AccountHead head,
            DerivedBalance neutral,
            Amount yourBalance,
            Amount theirBalance,
            Amount tolerance,
            Granularity granularity) {
        if (tolerance.signum() < 0) {
            throw new RefusedException(
                    Refusal.invalid("tolerance", "tolerance must be zero or more, but " + tolerance + " was sent."));
        }
        Claim yours = claim(yourBalance, neutral, tolerance);
        Claim theirs = claim(theirBalance, neutral, tolerance);
        if (yours.matches() && theirs.matches()) {
            return new ComparisonReport(neutral, yours, theirs, null);
        }
        DivergentParty party = party(yours, theirs);
        Discrepancy discrepancy = new Discrepancy(
                amount(party, yours, theirs),
                party,
                Derivation.recordedParts(reader, head, neutral, granularity),
                Recommendation.of(neutral, yours, theirs, party, granularity));
        return new ComparisonReport(neutral, yours, theirs, discrepancy);
    }

    private static Claim claim(Amount claimed, DerivedBalance neutral, Amount tolerance) {
        Amount difference = claimed.minus(neutral.computedBalance());
        return new Claim(claimed, difference, difference.abs().compareTo(tolerance) <= 0);
    }

    private static DivergentParty party(Claim yours, Claim theirs) {
        if (yours.matches()) {
            return DivergentParty.THEIRS;
        }
        return theirs.matches() ? DivergentParty.YOURS : DivergentParty.BOTH;
    }

    private static Amount amount(DivergentParty party, Claim yours, Claim theirs) {
        return switch (party) {
            case YOURS -> yours.difference();
            case THEIRS -> theirs.difference();
            case BOTH ->
                theirs.difference().abs().compareTo(yours.difference().abs()) > 0
                        ? theirs.difference()
                        : yours.difference();
        };
    }
}
