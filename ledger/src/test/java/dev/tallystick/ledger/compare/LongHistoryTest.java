package dev.tallystick.ledger.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.balance.Derivation;
import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.balance.ListLedger;
import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A scope with more records than are read: what is found all the same, and that the bound holds. */
class LongHistoryTest {
    private static final long DAY = 86_400_000L;
    private static final long START = 20_485 * DAY;
    private static final int DAYS = 20;
    private static final int PER_DAY = 600;
    private static final ListLedger LEDGER = new ListLedger();

    private static DerivedBalance neutral;

    @BeforeAll
    static void record() {
        Random random = new Random(7);
        for (int day = 0; day < DAYS; day++) {
            for (int i = 0; i < PER_DAY; i++) {
                long amount = random.nextLong(1L << 40) + 1;
                // Usage only, but for the tenth day, on which something is credited as well.
                boolean credit = day == 10 && i % 50 == 0;
                LEDGER.with(START + day * DAY + i * 60_000L, Amount.ofUnscaled(credit ? amount : -amount, 4));
            }
        }
        neutral = Derivation.derive(LEDGER, LEDGER.head(), new Scope(START, START + DAYS * DAY, null), Amount.of(5));
    }

    private static Amount sum(int from, int to) {
        return records(from, to).stream()
                .map(record -> record.delta().item().delta())
                .reduce(Amount.ZERO, Amount::plus);
    }

    /** From one number to another, from 0, the second one not included. */
    private static List<StoredDelta> records(int from, int to) {
        return LEDGER.records().subList(from, to);
    }

    private static Explanation first(Amount difference) {
        ExplanationSearch search = new ExplanationSearch(Counting.byRecording(LEDGER, LEDGER.head()), neutral);
        List<Explanation> found = search.explain(DivergentParty.THEIRS, difference);
        ExplanationSearch.Searched searched = search.searched();
        assertThat(searched.complete()).isFalse();
        assertThat(searched.records()).isEqualTo(DAYS * PER_DAY);
        assertThat(searched.recordsRead())
                .isBetween(
                        (long) ExplanationSearch.NEWEST_READ,
                        ExplanationSearch.NEWEST_READ + ExplanationSearch.PROBES_MAX / Reads.PROBE_COST + 300L);
        assertThat(LEDGER.rowsInOneCallMax()).isLessThanOrEqualTo(Reads.CHUNK);
        return found.isEmpty() ? null : found.getFirst();
    }

    @Test
    void aDayIsFoundAnywhere() {
        Explanation explanation = first(sum(2 * PER_DAY, 3 * PER_DAY).negate());
        assertThat(explanation.kind()).isEqualTo(ExplanationKind.DAY_MISSING);
        assertThat(explanation.recordCount()).isEqualTo(PER_DAY);
        assertThat(explanation.recordIds())
                .hasSize(10)
                .startsWith(records(2 * PER_DAY, 3 * PER_DAY).getFirst().recordId())
                .endsWith(records(2 * PER_DAY, 3 * PER_DAY).getLast().recordId());
        assertThat(explanation.sentence()).contains("the 600 records of 2026-02-03");
    }

    @Test
    void daysInARowAreFoundAnywhere() {
        Explanation explanation = first(sum(3 * PER_DAY, 6 * PER_DAY));
        assertThat(explanation.kind()).isEqualTo(ExplanationKind.RUN_COUNTED_TWICE);
        assertThat(explanation.recordCount()).isEqualTo(3 * PER_DAY);
    }

    @Test
    void aRecordIsFoundAmongTheNewest() {
        int number = DAYS * PER_DAY - ExplanationSearch.NEWEST_READ;
        Explanation explanation = first(sum(number, number + 1).negate());
        assertThat(explanation.kind()).isEqualTo(ExplanationKind.RECORD_MISSING);
        assertThat(explanation.recordIds())
                .containsExactly(records(number, number + 1).getFirst().recordId());
        assertThat(first(sum(number - 1, number).negate()))
                .as("one before them")
                .isNull();
    }

    @Test
    void whereATotalStopsIsFoundByHalving_onADayOfOneSign() {
        int kept = 4 * PER_DAY + 123;
        Explanation explanation = first(sum(kept, DAYS * PER_DAY).negate());
        assertThat(explanation.kind()).isEqualTo(ExplanationKind.STOPPED_EARLY);
        assertThat(explanation.recordIds())
                .startsWith(records(kept, kept + 1).getFirst().recordId());
        int within = 10 * PER_DAY + 123;
        assertThat(first(sum(within, DAYS * PER_DAY).negate()))
                .as("on the day with credits")
                .isNull();
    }
}
