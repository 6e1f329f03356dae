package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.compare.ComparisonReport.Claim;
import dev.tallystick.ledger.compare.ComparisonReport.ComparedWindow;
import dev.tallystick.ledger.compare.ComparisonReport.Discrepancy;
import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.compare.ComparisonReport.SideWindow;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.proof.amount.Amount;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds what one or two sides claim against the recorded balance. It describes; it never judges who is right, for the
 * records say what was recorded and not what happened. Stateless.
 */
public final class Comparison {
    private Comparison() {}

    /**
     * What is asked.
     *
     * @param neutral the recorded balance over the scope in question
     * @param yours your side, or null
     * @param theirs their side, or null, but not both
     * @param tolerance zero or more; a claim this close to the recorded balance, or closer, matches
     * @param granularity of the windows in the report where no side gave windows
     */
    public record Question(
            DerivedBalance neutral,
            @Nullable SideClaim yours,
            @Nullable SideClaim theirs,
            Amount tolerance,
            Granularity granularity) {}

    /**
     * Compares. Two totals alone cost at most {@link ExplanationSearch#WHOLE_MAX} reads of records and some more,
     * however long the history.
     *
     * @throws RefusedException {@code VALIDATION_ERROR} if {@code tolerance} is negative or a side's windows do not cover
     *     the scope exactly once
     */
    public static ComparisonReport compare(LedgerReader reader, AccountHead head, Question question) {
        return compare(Counting.byRecording(reader, head), question);
    }

    /**
     * The same by the time that {@code counting} says, as does the balance in question. By time of use it costs as much
     * again for the days at the scope's ends and those that windows begin or end within.
     *
     * @throws RefusedException also if those days have too many records
     */
    public static ComparisonReport compare(Counting counting, Question question) {
        DerivedBalance neutral = question.neutral();
        Amount tolerance = question.tolerance();
        if (tolerance.signum() < 0) {
            throw new RefusedException(
                    Refusal.invalid("tolerance", "tolerance must be zero or more, but " + tolerance + " was sent."));
        }
        SideClaim yourSide = question.yours();
        SideClaim theirSide = question.theirs();
        requireWhole("yourWindows", yourSide, neutral);
        requireWhole("theirWindows", theirSide, neutral);
        List<ComparedWindow> windows = Windows.compared(
                counting.positions(), counting.head(), neutral, yourSide, theirSide, tolerance, question.granularity());
        Claim yours = claim(yourSide, neutral, tolerance);
        Claim theirs = claim(theirSide, neutral, tolerance);
        boolean yoursAgree = agrees(yours, windows, ComparedWindow::yours);
        boolean theirsAgree = agrees(theirs, windows, ComparedWindow::theirs);
        if (yoursAgree && theirsAgree) {
            return new ComparisonReport(counting.basis(), neutral, tolerance, yours, theirs, null);
        }
        DivergentParty party = theirsAgree ? DivergentParty.YOURS : DivergentParty.BOTH;
        if (yoursAgree) {
            party = DivergentParty.THEIRS;
        }
        Explaining.Explained explained = new Explaining(counting, neutral).explain(yours, theirs, windows);
        String recommendation = new Recommendation(
                        counting.basis(), neutral, question.granularity(), windows, explained.explanations())
                .of(yours, theirs, party);
        return new ComparisonReport(
                counting.basis(),
                neutral,
                tolerance,
                yours,
                theirs,
                new Discrepancy(
                        amount(party, yours, theirs),
                        party,
                        windows,
                        explained.explanations(),
                        explained.searched(),
                        recommendation));
    }

    private static void requireWhole(String field, @Nullable SideClaim side, DerivedBalance neutral) {
        if (side != null) {
            Windows.requireWhole(field, side.windows(), neutral.scope());
        }
    }

    private static @Nullable Claim claim(@Nullable SideClaim side, DerivedBalance neutral, Amount tolerance) {
        if (side == null) {
            return null;
        }
        Amount difference = side.balance().minus(neutral.computedBalance());
        return new Claim(side.balance(), difference, difference.abs().compareTo(tolerance) <= 0, side.records());
    }

    private static boolean agrees(
            @Nullable Claim claim,
            List<ComparedWindow> windows,
            Function<ComparedWindow, @Nullable SideWindow> ofSide) {
        if (claim == null) {
            return true;
        }
        RecordFindings records = claim.records();
        if (!claim.matches() || (records != null && !records.allMatched())) {
            return false;
        }
        for (ComparedWindow window : windows) {
            SideWindow side = ofSide.apply(window);
            if (side != null && side.diverges()) {
                return false;
            }
        }
        return true;
    }

    private static Amount amount(DivergentParty party, @Nullable Claim yours, @Nullable Claim theirs) {
        Amount your = yours == null ? Amount.ZERO : yours.difference();
        Amount their = theirs == null ? Amount.ZERO : theirs.difference();
        return switch (party) {
            case YOURS -> your;
            case THEIRS -> their;
            case BOTH -> their.abs().compareTo(your.abs()) > 0 ? their : your;
        };
    }
}
