package dev.tallystick.ledger.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.balance.Derivation;
import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.balance.ListLedger;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import org.junit.jupiter.api.Test;

/** What looking for another time zone's midnights costs. */
class BoundaryShiftTest {
    private static final long DAY = 86_400_000L;
    private static final long HOUR = 3_600_000L;
    private static final long START = 20_485 * DAY;

    /** On the first day of a month whose records come within minutes, as those of a nightly run do. */
    @Test
    void recordsThatComeTogetherAreNotSearchedForEachMidnight() {
        ListLedger ledger = new ListLedger();
        for (int i = 0; i < 5_000; i++) {
            ledger.with(START + 2 * HOUR + 600_000 + i * 20L, Amount.of(-1 - i));
        }
        DerivedBalance neutral =
                Derivation.derive(ledger, ledger.head(), new Scope(START, START + 31 * DAY, null), Amount.ZERO);
        Reads probes = new Reads(Counting.byRecording(ledger, ledger.head()), ExplanationSearch.PROBES_MAX);

        BoundaryShift shift = BoundaryShift.of(neutral, probes);

        assertThat(probes.read())
                .as("the first and the last, as no midnight falls between them")
                .isEqualTo(2);
        assertThat(shift.complete()).isTrue();
        // Cut at the midnights of zones three hours and more behind UTC, the month has none of them.
        assertThat(shift.find(neutral.computedBalance().negate()))
                .singleElement()
                .satisfies(found -> assertThat(found.count()).isEqualTo(5_000));
    }
}
