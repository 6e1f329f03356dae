package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.balance.BalanceWindow;
import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.compare.ComparisonReport.Claim;
import dev.tallystick.ledger.compare.ComparisonReport.ComparedWindow;
import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.compare.ComparisonReport.SideWindow;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is searched for explanations: a side's difference, or, where it gave windows, the first of those that
 * differ, as each of them is a smaller question. Rows name what differs, so with them nothing has to be searched. For one
 * thread.
 */
final class Explaining {
    /** Windows of a side that are searched; together they have the bounds of one search. */
    private static final int WINDOWS_MAX = 3;

    private static final int SIDES = 2;

    private final Counting counting;
    private final DerivedBalance neutral;
    private final List<Explanation> explanations = new ArrayList<>();
    private final List<ExplanationSearch.Searched> searches = new ArrayList<>();

    Explaining(Counting counting, DerivedBalance neutral) {
        this.counting = counting;
        this.neutral = neutral;
    }

    /**
     * What was found.
     *
     * @param searched null if there was nothing to search for
     */
    record Explained(List<Explanation> explanations, ExplanationSearch.@Nullable Searched searched) {}

    Explained explain(@Nullable Claim yours, @Nullable Claim theirs, List<ComparedWindow> windows) {
        boolean your = inWindows(DivergentParty.YOURS, yours, windows, ComparedWindow::yours);
        boolean their = inWindows(DivergentParty.THEIRS, theirs, windows, ComparedWindow::theirs);
        totals(your ? null : yours, their ? null : theirs);
        return new Explained(
                List.copyOf(explanations),
                searches.stream().reduce(ExplanationSearch.Searched::plus).orElse(null));
    }

    /** Searches the windows of a side that differ; returns false if there are none. */
    private boolean inWindows(
            DivergentParty side,
            @Nullable Claim claim,
            List<ComparedWindow> windows,
            Function<ComparedWindow, @Nullable SideWindow> ofSide) {
        if (claim == null || claim.records() != null) {
            return false;
        }
        int searched = 0;
        for (ComparedWindow window : windows) {
            SideWindow total = ofSide.apply(window);
            if (total != null && total.diverges() && searched < WINDOWS_MAX) {
                searched += window(side, window.recorded(), total.total());
            }
        }
        return searched > 0;
    }

    private int window(DivergentParty side, BalanceWindow window, Amount total) {
        Amount difference = total.minus(window.net());
        if (difference.signum() == 0) {
            return 0;
        }
        DerivedBalance part = new DerivedBalance(Amount.ZERO, new Scope(window.start(), window.end(), null), window);
        ExplanationSearch search = new ExplanationSearch(counting, part, SIDES * WINDOWS_MAX);
        explanations.addAll(search.explainWindow(side, difference));
        searches.add(search.searched());
        return 1;
    }

    private void totals(@Nullable Claim yours, @Nullable Claim theirs) {
        Amount your = difference(yours);
        Amount their = difference(theirs);
        if (your == null && their == null) {
            return;
        }
        ExplanationSearch search = new ExplanationSearch(counting, neutral);
        if (your != null && your.equals(their)) {
            explanations.addAll(search.explain(DivergentParty.BOTH, your));
        } else {
            if (your != null) {
                explanations.addAll(search.explain(DivergentParty.YOURS, your));
            }
            if (their != null) {
                explanations.addAll(search.explain(DivergentParty.THEIRS, their));
            }
        }
        searches.add(search.searched());
    }

    private static @Nullable Amount difference(@Nullable Claim claim) {
        return claim == null || claim.matches() || claim.records() != null ? null : claim.difference();
    }
}
