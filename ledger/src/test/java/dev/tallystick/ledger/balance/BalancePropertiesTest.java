package dev.tallystick.ledger.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.compare.Comparison;
import dev.tallystick.ledger.compare.ComparisonReport;
import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.compare.SideClaim;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BalancePropertiesTest {
    private static final long DAY = 86_400_000L;
    private static final long HOUR = 3_600_000L;

    /** Sixty days around a month's end; scopes reach a little beyond on both sides. */
    private static final long FIRST = 20_450 * DAY;

    private static final long LAST = FIRST + 60 * DAY;

    /** Instants, midnights and their neighbours more often than chance would have it. */
    private static Arbitrary<Long> instants(long from, long to) {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(from, to),
                Arbitraries.longs().between(from / DAY, to / DAY).map(day -> day * DAY),
                Arbitraries.longs().between(from / DAY, to / DAY).map(day -> day * DAY - 1),
                Arbitraries.longs().between(from / HOUR, to / HOUR).map(hour -> hour * HOUR));
    }

    private static Arbitrary<Amount> amounts() {
        return Combinators.combine(
                        Arbitraries.longs().between(-1_000_000, 1_000_000),
                        Arbitraries.integers().between(0, 18))
                .as(Amount::ofUnscaled);
    }

    @Provide
    Arbitrary<ListLedger> ledgers() {
        Arbitrary<List<Long>> times = instants(FIRST, LAST).list().ofMinSize(1).ofMaxSize(60);
        Arbitrary<List<Amount>> deltas =
                amounts().filter(amount -> amount.signum() != 0).list().ofSize(60);
        return Combinators.combine(times, deltas).as((unsorted, values) -> {
            List<Long> sorted = unsorted.stream().sorted().toList();
            ListLedger ledger = new ListLedger();
            for (int i = 0; i < sorted.size(); i++) {
                ledger.with(sorted.get(i), values.get(i));
            }
            return ledger;
        });
    }

    @Provide
    Arbitrary<Scope> scopes() {
        Arbitrary<Long> edges = instants(FIRST - 5 * DAY, LAST + 5 * DAY);
        return Combinators.combine(edges, edges)
                .filter((a, b) -> !a.equals(b))
                .as((a, b) -> new Scope(Math.min(a, b), Math.max(a, b), null));
    }

    @Provide
    Arbitrary<Amount> claims() {
        return Arbitraries.oneOf(amounts(), Arbitraries.just(Amount.ZERO));
    }

    private static List<Amount> deltasWithin(ListLedger ledger, long start, long end) {
        return ledger.records().stream()
                .map(StoredDelta::delta)
                .filter(delta -> delta.recordedAt() >= start && delta.recordedAt() < end)
                .map(delta -> delta.item().delta())
                .toList();
    }

    private static Amount sum(List<Amount> amounts, int sign) {
        return amounts.stream()
                .filter(amount -> sign == 0 || amount.signum() == sign)
                .reduce(Amount.ZERO, Amount::plus);
    }

    private static void requireNaive(ListLedger ledger, BalanceWindow window) {
        List<Amount> inside = deltasWithin(ledger, window.start(), window.end());
        assertThat(window.count()).isEqualTo(inside.size());
        assertThat(window.net()).isEqualTo(sum(inside, 0));
        assertThat(window.credits()).isEqualTo(sum(inside, 1));
        assertThat(window.debits()).isEqualTo(sum(inside, -1));
        assertThat(window.opening().balance()).isEqualTo(sum(deltasWithin(ledger, 0, window.start()), 0));
        assertThat(window.closing().balance()).isEqualTo(sum(deltasWithin(ledger, 0, window.end()), 0));
    }

    @Property
    void derive_equalsTheSumOfWhatLiesInTheScope(
            @ForAll("ledgers") ListLedger ledger, @ForAll("scopes") Scope scope, @ForAll("claims") Amount starting) {
        DerivedBalance derived = Derivation.derive(ledger, ledger.head(), scope, starting);
        requireNaive(ledger, derived.window());
        List<Amount> inside = deltasWithin(ledger, scope.start(), scope.end());
        assertThat(derived.computedBalance()).isEqualTo(starting.plus(sum(inside, 0)));
        assertThat(Derivation.rows(ledger, ledger.head(), derived, 0, 1_000))
                .extracting(row -> row.delta().item().delta())
                .isEqualTo(inside);
    }

    @Property
    void breakdown_isTheNaiveOne_withoutHoles_andAddsUpToTheWhole(
            @ForAll("ledgers") ListLedger ledger, @ForAll("scopes") Scope scope, @ForAll Granularity granularity) {
        DerivedBalance derived = Derivation.derive(ledger, ledger.head(), scope, Amount.ZERO);
        List<BalanceWindow> windows = Derivation.breakdown(ledger, ledger.head(), derived, granularity);
        long edge = scope.start();
        Amount net = Amount.ZERO;
        Amount credits = Amount.ZERO;
        Amount debits = Amount.ZERO;
        long count = 0;
        for (BalanceWindow window : windows) {
            assertThat(window.start()).isEqualTo(edge);
            assertThat(edge == scope.start() || startsPart(edge, granularity)).isTrue();
            requireNaive(ledger, window);
            edge = window.end();
            net = net.plus(window.net());
            credits = credits.plus(window.credits());
            debits = debits.plus(window.debits());
            count += window.count();
        }
        assertThat(edge).isEqualTo(scope.end());
        assertThat(net).isEqualTo(derived.window().net());
        assertThat(credits).isEqualTo(derived.window().credits());
        assertThat(debits).isEqualTo(derived.window().debits());
        assertThat(count).isEqualTo(derived.window().count());
        assertThat(Derivation.recordedParts(ledger, ledger.head(), derived, granularity))
                .isEqualTo(windows.stream().filter(window -> window.count() > 0).toList());
    }

    private static boolean startsPart(long edge, Granularity granularity) {
        return edge % DAY == 0 && granularity.nextStart(edge / DAY - 1) == edge / DAY;
    }

    @Property
    void derive_forAnEarlierHead_seesNothingNewer(
            @ForAll("ledgers") ListLedger ledger,
            @ForAll("scopes") Scope scope,
            @ForAll Granularity granularity,
            @ForAll("claims") Amount later) {
        AccountHead head = ledger.head();
        DerivedBalance before = Derivation.derive(ledger, head, scope, Amount.ZERO);
        List<BalanceWindow> windows = Derivation.breakdown(ledger, head, before, granularity);
        ledger.with(head.lastAt(), later.plus(Amount.of(10_000_000)));
        assertThat(Derivation.derive(ledger, head, scope, Amount.ZERO)).isEqualTo(before);
        assertThat(Derivation.breakdown(ledger, head, before, granularity)).isEqualTo(windows);
    }

    @Property
    void compare_reportsTheClaimMinusTheRecord(
            @ForAll("ledgers") ListLedger ledger,
            @ForAll("scopes") Scope scope,
            @ForAll("claims") Amount yourOffset,
            @ForAll("claims") Amount theirOffset,
            @ForAll("claims") Amount tolerance) {
        DerivedBalance neutral = Derivation.derive(ledger, ledger.head(), scope, Amount.of(7));
        Amount yours = neutral.computedBalance().plus(yourOffset);
        Amount theirs = neutral.computedBalance().plus(theirOffset);
        ComparisonReport report = Comparison.compare(
                ledger,
                ledger.head(),
                new Comparison.Question(
                        neutral, SideClaim.of(yours), SideClaim.of(theirs), tolerance.abs(), Granularity.DAY));
        boolean yoursMatches = yourOffset.abs().compareTo(tolerance.abs()) <= 0;
        boolean theirsMatches = theirOffset.abs().compareTo(tolerance.abs()) <= 0;
        assertThat(report.yours().matches()).isEqualTo(yoursMatches);
        assertThat(report.theirs().matches()).isEqualTo(theirsMatches);
        if (yoursMatches && theirsMatches) {
            assertThat(report.discrepancy()).isNull();
            return;
        }
        List<Amount> candidates = new ArrayList<>();
        if (!yoursMatches) {
            candidates.add(yours.minus(neutral.computedBalance()));
        }
        if (!theirsMatches) {
            candidates.add(theirs.minus(neutral.computedBalance()));
        }
        assertThat(report.discrepancy().amount()).isIn(candidates);
        assertThat(candidates)
                .allMatch(candidate ->
                        candidate.abs().compareTo(report.discrepancy().amount().abs()) <= 0);
        assertThat(report.discrepancy().party())
                .isEqualTo(
                        candidates.size() == 2
                                ? DivergentParty.BOTH
                                : yoursMatches ? DivergentParty.THEIRS : DivergentParty.YOURS);
        assertThat(report.discrepancy().windows().stream()
                        .map(window -> window.recorded().net())
                        .reduce(Amount.of(7), Amount::plus))
                .isEqualTo(neutral.computedBalance());
    }
}
