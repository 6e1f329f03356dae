package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.balance.BalanceWindow;
import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.scope.TimeBasis;
import dev.tallystick.proof.amount.Amount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one or two sides claim beside what is recorded.
 *
 * @param basis the time by which records were counted
 * @param neutral the balance derived from the records
 * @param tolerance how far a claim may be off and still match
 * @param yours your side; null if only theirs was asked about
 * @param theirs their side; null if only yours was asked about
 * @param discrepancy null when nothing differs
 */
public record ComparisonReport(
        TimeBasis basis,
        DerivedBalance neutral,
        Amount tolerance,
        @Nullable Claim yours,
        @Nullable Claim theirs,
        @Nullable Discrepancy discrepancy) {
    /**
     * One side's claim.
     *
     * @param difference claimed minus recorded
     * @param matches whether the difference is within the tolerance
     * @param records what laying its rows beside the records gave, or null if it gave none
     */
    public record Claim(
            Amount claimed,
            Amount difference,
            boolean matches,
            @Nullable RecordFindings records) {
        /**
         * The part of the claim that its rows do not account for: claimed minus starting balance minus their sum. With
         * the differences of the classes it adds up to the difference.
         *
         * @throws IllegalStateException without rows
         */
        public Amount unlisted() {
            RecordFindings rows = records;
            if (rows == null) {
                throw new IllegalStateException("Only a side that gave rows can have an unlisted part.");
            }
            return difference.minus(rows.difference());
        }
    }

    /** Whose claim differs from the record. */
    public enum DivergentParty {
        YOURS("yours"),
        THEIRS("theirs"),
        BOTH("both");

        private final String label;

        DivergentParty(String label) {
            this.label = label;
        }

        /** {@code yours}, {@code theirs} or {@code both}: as on the wire. */
        public String label() {
            return label;
        }
    }

    /**
     * What differs.
     *
     * @param amount claimed minus recorded on the side that differs; if both do, the one larger in size, yours if equal
     * @param windows parts of the scope with their recorded totals, and those of the sides that gave any
     * @param explanations what would explain the difference of a side that gave a total only, simplest first
     * @param searched how far they were searched for; null where windows or rows say more
     * @param recommendation what was found and where to look next, in plain sentences that take no side
     */
    public record Discrepancy(
            Amount amount,
            DivergentParty party,
            List<ComparedWindow> windows,
            List<Explanation> explanations,
            ExplanationSearch.@Nullable Searched searched,
            String recommendation) {}

    /**
     * A part of the scope.
     *
     * @param yours what your side says of it, or null
     * @param theirs what their side says of it, or null
     */
    public record ComparedWindow(
            BalanceWindow recorded,
            @Nullable SideWindow yours,
            @Nullable SideWindow theirs) {
        /** Whether a side differs here; null if none says anything of this part. */
        public @Nullable Boolean diverges() {
            if (yours == null && theirs == null) {
                return null;
            }
            return (yours != null && yours.diverges()) || (theirs != null && theirs.diverges());
        }
    }

    /**
     * What a side says of a part of the scope.
     *
     * @param count its number of deltas, or null if it does not say
     * @param diverges whether the total is further off than the tolerance, or the number is another one
     */
    public record SideWindow(Amount total, @Nullable Long count, boolean diverges) {}
}
