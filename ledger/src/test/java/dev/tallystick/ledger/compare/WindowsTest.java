package dev.tallystick.ledger.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tallystick.ledger.balance.Derivation;
import dev.tallystick.ledger.balance.ListLedger;
import dev.tallystick.ledger.compare.ComparisonReport.ComparedWindow;
import dev.tallystick.ledger.compare.SideClaim.ClaimedWindow;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows are written {@code start..end=total}, hours within 2026-02-01 to 2026-02-04, and {@code #count} if given. */
class WindowsTest {
    private static final long ZERO = Instant.parse("2026-02-01T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000L;
    private static final Scope SCOPE = new Scope(ZERO, ZERO + 72 * HOUR, null);
    private static final ListLedger LEDGER = new ListLedger()
            .with(ZERO + 9 * HOUR, Amount.of(-100))
            .with(ZERO + 10 * HOUR, Amount.of(-1))
            .with(ZERO + 33 * HOUR, Amount.of(-250))
            .with(ZERO + 50 * HOUR, Amount.of(-150));

    private static List<ClaimedWindow> windows(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(" ", -1))
                        .map(each -> each.split("\\.\\.|=|#", -1))
                        .map(part -> new ClaimedWindow(
                                ZERO + Long.parseLong(part[0]) * HOUR,
                                ZERO + Long.parseLong(part[1]) * HOUR,
                                Amount.parse(part[2]),
                                part.length > 3 ? Long.valueOf(part[3]) : null))
                        .toList();
    }

    private static ComparisonReport compare(String balance, String yours, String theirs) {
        return Comparison.compare(
                LEDGER,
                LEDGER.head(),
                new Comparison.Question(
                        Derivation.derive(LEDGER, LEDGER.head(), SCOPE, Amount.ZERO),
                        new SideClaim(Amount.parse(balance), windows(yours), null),
                        theirs == null ? null : new SideClaim(Amount.of(-501), windows(theirs), null),
                        Amount.ZERO,
                        Granularity.DAY));
    }

    private static String told(ComparedWindow window) {
        return (window.recorded().start() - ZERO) / HOUR + ".."
                + (window.recorded().end() - ZERO) / HOUR + " "
                + window.recorded().net() + " " + total(window.yours()) + " " + total(window.theirs()) + " "
                + window.diverges();
    }

    private static String total(ComparisonReport.SideWindow side) {
        return side == null ? "-" : side.total().toString();
    }

    @Test
    void compare_saysWhichWindowsDiffer_whateverTheirEdges() {
        ComparisonReport report = compare("-500", "0..10=-100 10..72=-400", null);
        assertThat(report.discrepancy().windows())
                .extracting(WindowsTest::told)
                .containsExactly("0..10 -100 -100 - false", "10..72 -401 -400 - true");
        assertThat(report.discrepancy().recommendation())
                .contains("Of the 2 windows 1 differs: 2026-02-01T10:00:00.000Z to 2026-02-04T00:00:00.000Z.");
    }

    @Test
    void compare_explainsWindowsThatDiffer_eachByItself() {
        ComparisonReport report = compare("-350", "0..24=-100 24..48=0 48..72=-250", null);
        assertThat(report.discrepancy().explanations())
                .extracting(each -> each.kind() + " " + each.amount() + " " + each.recordIds())
                .containsExactly(
                        "STOPPED_EARLY 1 [r_0000000020]",
                        "DAY_BOUNDARY_SHIFTED 1 [r_0000000020]",
                        "STOPPED_EARLY 250 [r_0000000030]");
        assertThat(report.discrepancy().explanations().getFirst().sentence())
                .startsWith("Your total of 2026-02-01T00:00:00.000Z to 2026-02-02T00:00:00.000Z equals the recorded one"
                        + " before record r_0000000020 of 2026-02-01T10:00:00.000Z");
        assertThat(report.discrepancy().searched()).satisfies(searched -> {
            assertThat(searched.records()).as("of the two windows").isEqualTo(4);
            assertThat(searched.complete()).isTrue();
        });
    }

    @Test
    void compare_showsWindowsOfBothSides_onceWhereTheyAreTheSame() {
        assertThat(compare("-500", "0..24=-101 24..72=-399", "0..24=-101 24..48=-250 48..72=-150")
                        .discrepancy()
                        .windows())
                .extracting(WindowsTest::told)
                .containsExactly(
                        "0..24 -101 -101 -101 false",
                        "24..48 -250 - -250 false",
                        "24..72 -400 -399 - true",
                        "48..72 -150 - -150 false");
    }

    @Test
    void compare_findsWindowsThatCancelOut_thoughTheTotalsMatch() {
        ComparisonReport report = compare("-501", "0..24=-100 24..72=-401", null);
        assertThat(report.yours().matches()).isTrue();
        assertThat(report.discrepancy().amount()).isEqualTo(Amount.ZERO);
        assertThat(report.discrepancy().windows())
                .extracting(ComparedWindow::diverges)
                .containsExactly(true, true);
    }

    @Test
    void compare_aCountThatDiffers_diverges() {
        assertThat(compare("-501", "0..24=-101#3 24..72=-400#2", null)
                        .discrepancy()
                        .windows())
                .extracting(ComparedWindow::diverges)
                .containsExactly(true, false);
    }

    @Test
    void compare_isSilent_whenAllWindowsAgree() {
        assertThat(compare("-501", "0..24=-101#2 24..72=-400", null).discrepancy())
                .isNull();
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            0..24=0 25..72=0         | yourWindows[1] | leaves a gap: nothing covers 2026-02-02T00:00:00.000Z to 2026-02-02T01:00:00.000Z
            0..24=0 23..72=0         | yourWindows[1] | overlaps the window before it, or comes before it: it is 2026-02-01T23:00:00.000Z to
            24..72=0 0..24=0         | yourWindows[0] | leaves a gap
            1..72=0                  | yourWindows[0] | leaves a gap
            0..71=0                  | yourWindows    | leave a gap: nothing covers 2026-02-03T23:00:00.000Z to 2026-02-04T00:00:00.000Z
            0..73=0                  | yourWindows    | go beyond the scope
            0..24=0 24..24=0 24..72=0 | yourWindows[1] | must end after it starts
            """)
    void compare_refusesGapsAndOverlaps_namingTheFirst(String yours, String field, String sentence) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> compare("-500", yours, null));
        assertThat(refused.refusal().details()).containsEntry("field", field);
        assertThat(refused.refusal().message()).startsWith(field + " ").contains(sentence);
    }

    @Test
    void compare_refusesAWindowBeforeTheScope() {
        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> compare("-500", "-1..72=0", null));
        assertThat(refused.refusal().message()).contains("starts before the scope");
    }
}
