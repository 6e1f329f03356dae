package dev.tallystick.ledger.balance;

import dev.tallystick.proof.amount.Amount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two claimed balances beside the recorded one.
 *
 * @param neutral the balance derived from the records
 * @param discrepancy null when both claims match
 */
public record ComparisonReport(
        DerivedBalance neutral,
        Claim yours,
        Claim theirs,
        @Nullable Discrepancy discrepancy) {
    /**
     * One side's claim.
     *
     * @param difference claimed minus recorded
     * @param matches whether the difference is within the tolerance
     */
    public record Claim(Amount claimed, Amount difference, boolean matches) {}

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
     * @param windows the recorded totals of the parts of the scope that have records, to compare one's own with
     * @param recommendation what was found and where to look next, in plain sentences that take no side
     */
    public record Discrepancy(
            Amount amount, DivergentParty party, List<BalanceWindow> windows, String recommendation) {}
}
