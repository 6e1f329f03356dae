package dev.tallystick.ledger.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.UtcText;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivationTest {
    private static ListLedger history() {
        return new ListLedger()
                .with("2026-01-31T23:59:59.999Z", "1000")
                .with("2026-02-01T00:00:00.000Z", "-100")
                .with("2026-02-01T12:00:00.000Z", "-250.5")
                .with("2026-02-01T12:00:00.000Z", "30")
                .with("2026-02-10T06:00:00.000Z", "-0.25")
                .with("2026-03-01T00:00:00.000Z", "-7");
    }

    private static Scope scope(String start, String end) {
        return new Scope(Instant.parse(start).toEpochMilli(), Instant.parse(end).toEpochMilli(), null);
    }

    @ParameterizedTest(name = "{8}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-02-01T00:00:00Z     | 2026-03-01T00:00:00Z     | -320.75 | 1000   | 30   | -350.75 | 4 | 2 | the start is inside, the end is not
            2026-02-01T00:00:00.001Z | 2026-03-01T00:00:00.001Z | -227.75 | 900    | 30   | -257.75 | 4 | 3 | a millisecond later
            2026-02-01T12:00:00Z     | 2026-02-01T12:00:00.001Z | -220.5  | 900    | 30   | -250.5  | 2 | 3 | two records of one instant
            2026-01-01T00:00:00Z     | 2026-02-01T00:00:00Z     | 1000    | 0      | 1000 | 0       | 1 | 1 | from before the first record
            2026-02-02T00:00:00Z     | 2026-02-10T06:00:00Z     | 0       | 679.5  | 0    | 0       | 0 | 5 | a quiet week
            2026-03-01T00:00:00.001Z | 2030-01-01T00:00:00Z     | 0       | 672.25 | 0    | 0       | 0 | 7 | wholly to come
            2025-01-01T00:00:00Z     | 2025-12-01T00:00:00Z     | 0       | 0      | 0    | 0       | 0 | 1 | wholly before
            """)
    void derive_addsUpWhatLiesInTheScope(
            String start,
            String end,
            String net,
            String opening,
            String credits,
            String debits,
            long count,
            long firstSequence,
            String why) {
        ListLedger ledger = history();
        DerivedBalance derived = Derivation.derive(ledger, ledger.head(), scope(start, end), Amount.of(50));
        BalanceWindow window = derived.window();
        assertThat(window.net()).as(why).hasToString(net);
        assertThat(derived.computedBalance()).isEqualTo(Amount.of(50).plus(Amount.parse(net)));
        assertThat(window.opening().balance()).hasToString(opening);
        assertThat(window.closing().balance()).isEqualTo(Amount.parse(opening).plus(Amount.parse(net)));
        assertThat(window.credits()).hasToString(credits);
        assertThat(window.debits()).hasToString(debits);
        assertThat(window.count()).isEqualTo(count);
        assertThat(derived.firstSequence()).isEqualTo(firstSequence);
        assertThat(derived.lastSequence()).isEqualTo(firstSequence + count - 1);
    }

    @Test
    void derive_costsTwoLookUps_andABreakdownOneMore() {
        ListLedger ledger = history();
        Scope scope = scope("2025-02-01T09:00:00Z", "2027-02-01T09:00:00Z");
        DerivedBalance derived = Derivation.derive(ledger, ledger.head(), scope, Amount.ZERO);
        Derivation.breakdown(ledger, ledger.head(), derived, Granularity.DAY);
        assertThat(ledger.beforeCalls()).isEqualTo(2);
        assertThat(ledger.daysCalls()).isEqualTo(1);
        assertThat(ledger.rowsInOneCallMax()).isZero();
    }

    @Test
    void derive_answersForTheGivenHead_whateverIsRecordedMeanwhile() {
        ListLedger ledger = history();
        AccountHead head = ledger.head();
        ledger.with("2026-03-01T00:00:00.000Z", "-1000000");
        Scope scope = scope("2026-02-01T00:00:00Z", "2026-03-02T00:00:00Z");
        DerivedBalance derived = Derivation.derive(ledger, head, scope, Amount.ZERO);
        assertThat(derived.computedBalance()).hasToString("-327.75");
        assertThat(Derivation.breakdown(ledger, head, derived, Granularity.DAY)
                        .getLast()
                        .net())
                .hasToString("-7");
        assertThat(Derivation.rows(ledger, head, derived, 0, 100)).hasSize(5);
    }

    @ParameterizedTest(name = "offset {0}, limit {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0             | 100 | 2 3 4 5
            0             | 2   | 2 3
            2             | 2   | 4 5
            3             | 2   | 5
            4             | 2   | ''
            1000000000000 | 2   | ''
            """)
    void rows_areThePageOfTheScope_oldestFirst(long offset, int limit, String sequences) {
        ListLedger ledger = history();
        DerivedBalance february = Derivation.derive(
                ledger, ledger.head(), scope("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"), Amount.ZERO);
        List<String> found = Derivation.rows(ledger, ledger.head(), february, offset, limit).stream()
                .map(row -> Long.toString(row.delta().sequence()))
                .toList();
        assertThat(String.join(" ", found)).isEqualTo(sequences);
    }

    @Test
    void rows_ofAnEmptyScope_areNone() {
        ListLedger ledger = history();
        DerivedBalance quiet = Derivation.derive(
                ledger, ledger.head(), scope("2026-02-02T00:00:00Z", "2026-02-03T00:00:00Z"), Amount.ZERO);
        assertThat(Derivation.rows(ledger, ledger.head(), quiet, 0, 100)).isEmpty();
    }

    private static List<String> breakdown(String start, String end, Granularity granularity) {
        ListLedger ledger = history();
        DerivedBalance derived = Derivation.derive(ledger, ledger.head(), scope(start, end), Amount.ZERO);
        return Derivation.breakdown(ledger, ledger.head(), derived, granularity).stream()
                .map(w -> UtcText.of(w.start()).substring(0, 16) + " "
                        + UtcText.of(w.end()).substring(0, 16) + " count "
                        + w.count() + " net " + w.net() + " credits " + w.credits() + " closing "
                        + w.closing().balance())
                .toList();
    }

    @Test
    void breakdown_byWeek_startsOnMondays_andIsClippedToTheScope() {
        assertThat(breakdown("2026-01-31T00:00:00Z", "2026-02-17T00:00:00Z", Granularity.WEEK))
                .containsExactly(
                        "2026-01-31T00:00 2026-02-02T00:00 count 4 net 679.5 credits 1030 closing 679.5",
                        "2026-02-02T00:00 2026-02-09T00:00 count 0 net 0 credits 0 closing 679.5",
                        "2026-02-09T00:00 2026-02-16T00:00 count 1 net -0.25 credits 0 closing 679.25",
                        "2026-02-16T00:00 2026-02-17T00:00 count 0 net 0 credits 0 closing 679.25");
    }

    @Test
    void breakdown_byMonth_goesOnIntoTheFuture_withZeros() {
        assertThat(breakdown("2026-02-01T06:00:00Z", "2026-04-15T00:00:00Z", Granularity.MONTH))
                .containsExactly(
                        "2026-02-01T06:00 2026-03-01T00:00 count 3 net -220.75 credits 30 closing 679.25",
                        "2026-03-01T00:00 2026-04-01T00:00 count 1 net -7 credits 0 closing 672.25",
                        "2026-04-01T00:00 2026-04-15T00:00 count 0 net 0 credits 0 closing 672.25");
    }

    @Test
    void breakdown_byDay_countsOnlyWhatLiesInAPartialFirstAndLastDay() {
        assertThat(breakdown("2026-02-01T06:00:00Z", "2026-02-02T06:00:00Z", Granularity.DAY))
                .containsExactly(
                        "2026-02-01T06:00 2026-02-02T00:00 count 2 net -220.5 credits 30 closing 679.5",
                        "2026-02-02T00:00 2026-02-02T06:00 count 0 net 0 credits 0 closing 679.5");
        assertThat(breakdown("2026-01-31T12:00:00Z", "2026-02-01T12:00:00Z", Granularity.DAY))
                .containsExactly(
                        "2026-01-31T12:00 2026-02-01T00:00 count 1 net 1000 credits 1000 closing 1000",
                        "2026-02-01T00:00 2026-02-01T12:00 count 1 net -100 credits 0 closing 900");
        assertThat(breakdown("2026-02-01T06:00:00Z", "2026-02-01T11:00:00Z", Granularity.DAY))
                .containsExactly("2026-02-01T06:00 2026-02-01T11:00 count 0 net 0 credits 0 closing 900");
    }

    @Test
    void breakdown_ofTwoYears_hasOneRowForEachDay() {
        assertThat(breakdown("2024-01-01T00:00:00Z", "2026-01-01T00:00:00Z", Granularity.DAY))
                .hasSize(731);
        assertThat(breakdown("1969-12-30T00:00:00Z", "1970-01-02T00:00:00Z", Granularity.DAY))
                .hasSize(3);
    }
}
