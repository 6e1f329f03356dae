package dev.tallystick.ledger.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.balance.Derivation;
import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.balance.ListLedger;
import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.DeltaItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Plants each kind of error in random histories: the search must name it first, or nothing that is less simple. */
class ExplanationPropertiesTest {
    private static final long DAY = 86_400_000L;
    private static final long HOUR = 3_600_000L;
    private static final long START = 20_485 * DAY;
    private static final int DAYS = 28;
    private static final Scope SCOPE = new Scope(START, START + DAYS * DAY, null);
    private static final Amount STARTING = Amount.parse("1234.56");

    /** A history and what a side that made a mistake would count of it. */
    private record Planted(ListLedger ledger, List<StoredDelta> inScope, Random random) {
        static Planted of(long seed, boolean wide) {
            Random random = new Random(seed);
            int count = 20 + random.nextInt(200);
            long[] times = random.longs(count, START - 2 * DAY, START + (DAYS + 2) * DAY)
                    .sorted()
                    .toArray();
            ListLedger ledger = new ListLedger();
            for (int i = 0; i < count; i++) {
                long digits = wide ? random.nextLong(1L << 50) + 1 : random.nextInt(5) + 1;
                Amount delta = Amount.ofUnscaled(random.nextInt(4) == 0 ? digits : -digits, 4);
                Adjusts adjusts = i > 0 && random.nextInt(8) == 0 ? Adjusts.byRecordId("r_0000000010") : null;
                ledger.with(times[i], new DeltaItem("cust_1", delta, "usage", null, null, adjusts, null));
            }
            List<StoredDelta> inScope = ledger.records().stream()
                    .filter(record -> record.delta().recordedAt() >= SCOPE.start()
                            && record.delta().recordedAt() < SCOPE.end())
                    .toList();
            return new Planted(ledger, inScope, random);
        }

        DerivedBalance neutral() {
            return Derivation.derive(ledger, ledger.head(), SCOPE, STARTING);
        }

        List<Explanation> explain(Amount difference) {
            return new ExplanationSearch(Counting.byRecording(ledger, ledger.head()), neutral())
                    .explain(DivergentParty.YOURS, difference);
        }

        Amount sum(List<StoredDelta> records) {
            return records.stream().map(each -> each.delta().item().delta()).reduce(Amount.ZERO, Amount::plus);
        }

        /** All of one day's records. */
        List<StoredDelta> someDay() {
            long day = inScope.get(random.nextInt(inScope.size())).delta().recordedAt() / DAY;
            return inScope.stream()
                    .filter(record -> record.delta().recordedAt() / DAY == day)
                    .toList();
        }

        List<StoredDelta> someRun() {
            int from = random.nextInt(inScope.size());
            int to = from + 1 + random.nextInt(inScope.size() - from);
            return inScope.subList(from, to);
        }

        List<StoredDelta> between(long from, long to) {
            return ledger.records().stream()
                    .filter(record -> record.delta().recordedAt() >= from
                            && record.delta().recordedAt() < to)
                    .toList();
        }
    }

    /** An error and what it makes of the total. */
    private record Error(String name, Amount difference, List<StoredDelta> records) {}

    private static List<Error> errors(Planted planted) {
        List<Error> errors = new ArrayList<>();
        List<StoredDelta> all = planted.inScope();
        StoredDelta one = all.get(planted.random().nextInt(all.size()));
        for (List<StoredDelta> records : List.of(List.of(one), planted.someDay(), planted.someRun(), all)) {
            Amount sum = planted.sum(records);
            errors.add(new Error("missing", sum.negate(), records));
            errors.add(new Error("twice", sum, records));
            errors.add(new Error("flipped", sum.plus(sum).negate(), records));
        }
        int kept = planted.random().nextInt(all.size());
        List<StoredDelta> rest = all.subList(kept, all.size());
        errors.add(new Error("missing", planted.sum(rest).negate(), rest));
        all.stream()
                .filter(record -> record.delta().item().adjusts() != null)
                .findFirst()
                .ifPresent(record -> errors.add(
                        new Error("missing", record.delta().item().delta().negate(), List.of(record))));
        errors.add(new Error("opening_balance_left_out", STARTING.negate(), List.of()));
        for (long hours : new long[] {-8, 2, 5}) {
            long shift = -hours * HOUR;
            Amount shifted = planted.sum(planted.between(SCOPE.start() + shift, SCOPE.end() + shift));
            errors.add(new Error("day_boundary_shifted", shifted.minus(planted.sum(all)), List.of()));
        }
        errors.removeIf(error -> error.difference().signum() == 0);
        return errors;
    }

    private static boolean names(Explanation explanation, Error error) {
        if (error.records().isEmpty()) {
            return explanation.kind().label().equals(error.name());
        }
        List<StoredDelta> records = error.records();
        return explanation.recordCount() == records.size()
                && explanation.recordIds().getFirst().equals(records.getFirst().recordId())
                && explanation.recordIds().getLast().equals(records.getLast().recordId())
                && effect(explanation.kind()).equals(error.name());
    }

    private static String effect(ExplanationKind kind) {
        return switch (kind) {
            case STOPPED_EARLY, CORRECTION_MISSED, RECORD_MISSING, DAY_MISSING, RUN_MISSING -> "missing";
            case RECORD_COUNTED_TWICE, DAY_COUNTED_TWICE, RUN_COUNTED_TWICE -> "twice";
            case RECORD_SIGN_FLIPPED, DAY_SIGN_FLIPPED, RUN_SIGN_FLIPPED -> "flipped";
            case OPENING_LEFT_OUT, OPENING_COUNTED_TWICE, EARLIER_RECORDS_COUNTED, DAY_BOUNDARY_SHIFTED -> "";
        };
    }

    @Property(tries = 300)
    void explain_ranksThePlantedErrorFirst_orEquallySimpleWithIt(@ForAll @LongRange(min = 0) long seed) {
        Planted planted = Planted.of(seed, true);
        if (planted.inScope().isEmpty()) {
            return;
        }
        for (Error error : errors(planted)) {
            List<Explanation> found = planted.explain(error.difference());
            assertThat(found)
                    .as("%s of %s", error.name(), error.records().size())
                    .anyMatch(explanation -> explanation.rank() == 1 && names(explanation, error));
        }
    }

    /** With small amounts many things explain a difference; whatever is offered must do so to the last digit. */
    @Property(tries = 300)
    void explain_offersNothingThatDoesNotAddUp(@ForAll @LongRange(min = 0) long seed) {
        Planted planted = Planted.of(seed, false);
        if (planted.inScope().isEmpty()) {
            return;
        }
        for (Error error : errors(planted)) {
            List<Explanation> found = planted.explain(error.difference());
            assertThat(found).isNotEmpty();
            assertThat(found.getFirst().rank()).isEqualTo(1);
            for (Explanation explanation : found) {
                assertThat(explanation.amount()).isEqualTo(error.difference());
                assertThat(recomputed(planted, explanation))
                        .as(explanation.sentence())
                        .contains(error.difference());
            }
        }
    }

    /** The differences an explanation's records make, added up anew from the history alone. */
    private static List<Amount> recomputed(Planted planted, Explanation explanation) {
        if (explanation.kind() == ExplanationKind.DAY_BOUNDARY_SHIFTED) {
            return shiftedTotals(planted);
        }
        if (explanation.recordIds().isEmpty()) {
            return List.of(STARTING, STARTING.negate());
        }
        long first = event(explanation.recordIds().getFirst());
        long last = event(explanation.recordIds().getLast());
        List<StoredDelta> records = planted.ledger().records().stream()
                .filter(record -> record.event() >= first && record.event() <= last)
                .toList();
        assertThat(records).hasSize((int) explanation.recordCount());
        Amount sum = planted.sum(records);
        return switch (effect(explanation.kind())) {
            case "missing" -> List.of(sum.negate());
            case "flipped" -> List.of(sum.plus(sum).negate());
            default -> List.of(sum);
        };
    }

    private static List<Amount> shiftedTotals(Planted planted) {
        List<Amount> totals = new ArrayList<>();
        Amount all = planted.sum(planted.inScope());
        for (long start = -14 * 4; start <= 12 * 4; start++) {
            for (long change = -4; change <= 4; change += 4) {
                long from = SCOPE.start() + start * HOUR / 4;
                long to = SCOPE.end() + (start + change) * HOUR / 4;
                totals.add(planted.sum(planted.between(from, to)).minus(all));
            }
        }
        return totals;
    }

    private static long event(String recordId) {
        return StoredDelta.eventOf(recordId);
    }
}
