package dev.tallystick.ledger.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tallystick.ledger.balance.Derivation;
import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.balance.ListLedger;
import dev.tallystick.ledger.compare.ComparisonReport.Discrepancy;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    private static final Scope FEBRUARY = month("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    private static final Scope MARCH = month("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z");

    private static Scope month(String start, String end) {
        return new Scope(Instant.parse(start).toEpochMilli(), Instant.parse(end).toEpochMilli(), null);
    }

    private static ListLedger threeDays() {
        return new ListLedger()
                .with("2026-02-01T09:00:00Z", "-100")
                .with("2026-02-02T09:00:00Z", "-250")
                .with("2026-02-04T09:00:00Z", "-150");
    }

    private static ComparisonReport compare(
            Scope scope, String starting, String yours, String theirs, String tolerance, Granularity granularity) {
        ListLedger ledger = threeDays();
        DerivedBalance neutral = Derivation.derive(ledger, ledger.head(), scope, Amount.parse(starting));
        return Comparison.compare(
                ledger,
                ledger.head(),
                new Comparison.Question(
                        neutral,
                        SideClaim.of(Amount.parse(yours)),
                        SideClaim.of(Amount.parse(theirs)),
                        Amount.parse(tolerance),
                        granularity));
    }

    private static ComparisonReport compare(String yours, String theirs, String tolerance) {
        return compare(FEBRUARY, "0", yours, theirs, tolerance, Granularity.DAY);
    }

    @ParameterizedTest(name = "yours {0}, theirs {1}, tolerance {2}: {7}")
    @CsvSource(delimiter = '|', textBlock = """
            -500    | -500    | 0    | true  | true  | -      | -     | all agree
            -500.00 | -5e2    | 0    | true  | true  | -      | -     | equal in value, not in form
            -499.99 | -500.01 | 0.01 | true  | true  | -      | -     | both at the tolerance
            -400    | -500    | 0    | false | true  | yours  | 100   | yours is above
            -500    | -650    | 0    | true  | false | theirs | -150  | theirs is below
            -499.98 | -499.99 | 0.01 | false | true  | yours  | 0.02  | one within the tolerance
            -400    | -650    | 0    | false | false | both   | -150  | both, theirs further away
            -300    | -650    | 0    | false | false | both   | 200   | both, yours further away
            -600    | -400    | 0    | false | false | both   | -100  | both equally far: yours
            -400    | -400    | 0    | false | false | both   | 100   | both the same
            500     | -500    | 0    | false | true  | yours  | 1000  | the sign turned round
            """)
    void compare_saysWhoDiffers_andByHowMuch(
            String yours,
            String theirs,
            String tolerance,
            boolean matchesYours,
            boolean matchesTheirs,
            String party,
            String amount,
            String why) {
        ComparisonReport report = compare(yours, theirs, tolerance);
        assertThat(report.neutral().computedBalance()).hasToString("-500");
        assertThat(report.yours().matches()).as(why).isEqualTo(matchesYours);
        assertThat(report.theirs().matches()).as(why).isEqualTo(matchesTheirs);
        Discrepancy discrepancy = report.discrepancy();
        assertThat(discrepancy == null ? "-" : discrepancy.party().label()).isEqualTo(party);
        assertThat(discrepancy == null ? "-" : discrepancy.amount().toString()).isEqualTo(amount);
    }

    @Test
    void compare_startsFromTheStartingBalance() {
        ComparisonReport report = compare(FEBRUARY, "1000", "500", "500", "0", Granularity.DAY);
        assertThat(report.neutral().computedBalance()).hasToString("500");
        assertThat(report.discrepancy()).isNull();
    }

    @Test
    void compare_givesTheDaysThatHaveRecords() {
        assertThat(compare("0", "0", "0").discrepancy().windows())
                .extracting(ComparisonTest::told)
                .containsExactly(
                        "2026-02-01T00:00:00Z -100 1", "2026-02-02T00:00:00Z -250 1", "2026-02-04T00:00:00Z -150 1");
    }

    @Test
    void compare_givesLargerWindows_whenAsked() {
        assertThat(compare(FEBRUARY, "0", "0", "0", "0", Granularity.WEEK)
                        .discrepancy()
                        .windows())
                .extracting(ComparisonTest::told)
                .containsExactly("2026-02-01T00:00:00Z -100 1", "2026-02-02T00:00:00Z -400 2");
    }

    @Test
    void compare_refusesANegativeTolerance() {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> compare("-500", "-500", "-0.01"));
        assertThat(refused.refusal().code()).isEqualTo(RefusalCode.VALIDATION_ERROR);
        assertThat(refused.refusal().details()).containsEntry("field", "tolerance");
        assertThat(refused.refusal().message()).isEqualTo("tolerance must be zero or more, but -0.01 was sent.");
    }

    private static String told(ComparisonReport.ComparedWindow window) {
        return Instant.ofEpochMilli(window.recorded().start()) + " "
                + window.recorded().net() + " " + window.recorded().count();
    }

    private static String recommendation(ComparisonReport report) {
        return report.discrepancy().recommendation();
    }

    @Test
    void recommendation_namesTheFigures_andWhereToLook() {
        assertThat(recommendation(compare("-400", "-500", "0")))
                .isEqualTo(
                        "The 3 records in this scope, by time recorded, lead to a balance of -500. Their figure matches it; yours is"
                                + " -400, which is 100 above it. The simplest of what would explain it: Your figure equals the"
                                + " recorded balance without record r_0000000010 (-100 on 2026-02-01). Look at that first.");
        assertThat(recommendation(compare("-400.01", "-500", "0")))
                .isEqualTo(
                        "The 3 records in this scope, by time recorded, lead to a balance of -500. Their figure matches it; yours is"
                                + " -400.01, which is 99.99 above it. Nothing simple explains it. Compare your own total per day"
                                + " with the windows of this report to see where the two part.");
        assertThat(recommendation(compare("-500.5", "-650", "1")))
                .isEqualTo(
                        "The 3 records in this scope, by time recorded, lead to a balance of -500. Your figure of -500.5 matches it"
                                + " within the tolerance; theirs is -650, which is 150 below it. The simplest of what would"
                                + " explain it: Their figure equals the recorded balance with record r_0000000030 (-150 on"
                                + " 2026-02-04) counted twice. Look at that first.");
        assertThat(recommendation(compare("-500.5", "-650.01", "1")))
                .isEqualTo(
                        "The 3 records in this scope, by time recorded, lead to a balance of -500. Your figure of -500.5 matches it"
                                + " within the tolerance; theirs is -650.01, which is 150.01 below it. Nothing simple explains"
                                + " it. Send them the windows of this"
                                + " report, so that they can compare their total per day.");
        assertThat(recommendation(compare(FEBRUARY, "10", "-400.01", "-650.01", "0", Granularity.WEEK)))
                .isEqualTo(
                        "The 3 records in this scope, by time recorded, lead from a starting balance of 10 to a balance of -490. Yours"
                                + " is -400.01, which is 89.99 above it; theirs is -650.01, which is 160.01 below it. Nothing"
                                + " simple explains it. Each side can compare"
                                + " its total per week with the windows of this report.");
        assertThat(recommendation(compare("-400.01", "-400.010", "0")))
                .isEqualTo(
                        "The 3 records in this scope, by time recorded, lead to a balance of -500. Both figures are -400.01, which is"
                                + " 99.99 above it, so the two sides agree with each other but not with the record. Nothing"
                                + " simple explains it. Look for"
                                + " something both count that was not recorded here, or a record both leave out.");
    }

    @Test
    void recommendation_withoutRecords_asksForCustomerAndDates() {
        assertThat(recommendation(compare(MARCH, "0", "-400", "0", "0", Granularity.DAY)))
                .isEqualTo(
                        "No records fall in this scope, by time recorded, so the recorded balance is 0. Their figure matches it; yours"
                                + " is -400, which is 400 below it. Check that both sides mean the same customer and the same"
                                + " dates.");
    }

    @ParameterizedTest
    @CsvSource({"-400, -500", "-500, -400", "-400, -600", "-400, -400"})
    void recommendation_takesNoSide(String yours, String theirs) {
        assertThat(recommendation(compare(yours, theirs, "0")))
                .doesNotContainIgnoringCase("wrong")
                .doesNotContainIgnoringCase("correct")
                .doesNotContainIgnoringCase("error")
                .doesNotContainIgnoringCase("mistake")
                .doesNotContainIgnoringCase("fault")
                .doesNotContainIgnoringCase("should");
    }
}
