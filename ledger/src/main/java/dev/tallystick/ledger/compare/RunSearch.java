package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.compare.KnownPositions.Day;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.amount.Amount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the runs of consecutive records, from a single one to all of the scope, that would explain a difference if they
 * were missing, counted twice or had their sign turned round: two known positions whose balances differ by just so much,
 * found in one pass with a hash map. For one thread.
 */
final class RunSearch {
    private record Run(Effect effect, long before, long last) {}

    private final KnownPositions known;
    private final Amount difference;
    private final Map<Run, Hypothesis> found = new LinkedHashMap<>();

    private RunSearch(KnownPositions known, Amount difference) {
        this.known = known;
        this.difference = difference;
    }

    static Collection<Hypothesis> find(KnownPositions known, Reads probes, Amount difference) {
        RunSearch search = new RunSearch(known, difference);
        if (!known.days().isEmpty()) {
            search.pairs();
            search.days();
            search.fromTheStart();
            search.withinUnreadDays(probes);
        }
        return search.found.values();
    }

    /** For each position the nearest one before it that fits. */
    private void pairs() {
        Map<Amount, Position> byDoubledBalance =
                HashMap.newHashMap(known.positions().size());
        for (Position after : known.positions()) {
            Amount doubled = after.balance().plus(after.balance());
            for (Effect effect : Effect.values()) {
                Position before = byDoubledBalance.get(effect.doubledBefore(doubled, difference));
                if (before != null) {
                    add(effect, before, after);
                }
            }
            byDoubledBalance.put(doubled, after);
        }
    }

    private void days() {
        for (Day day : known.days()) {
            for (Effect effect : Effect.values()) {
                add(effect, day.opening(), day.close());
            }
        }
    }

    private void fromTheStart() {
        for (Position after : known.positions()) {
            add(Effect.MISSING, known.opening(), after);
        }
        for (Effect effect : Effect.values()) {
            add(effect, known.opening(), closing());
        }
    }

    /** Where balances only rise or only fall, a wanted one is found by halving: no need to read the day. */
    private void withinUnreadDays(Reads probes) {
        if (probes.occurred() != null) {
            // What a record has come to is kept by the order of recording only.
            return;
        }
        Amount stoppedAt = closing().balance().plus(difference);
        Amount startedAt = known.opening().balance().minus(difference);
        for (Day day : known.days()) {
            if (day.opening().sequence() + 1 < known.recordsFrom() && day.oneSigned()) {
                Position stopped = halve(day, stoppedAt, probes);
                if (stopped != null) {
                    add(Effect.MISSING, stopped, closing());
                }
                Position started = halve(day, startedAt, probes);
                if (started != null) {
                    add(Effect.MISSING, known.opening(), started);
                }
            }
        }
    }

    private static @Nullable Position halve(Day day, Amount wanted, Reads probes) {
        // The order of balances where they rise, turned round where they fall.
        boolean rises = day.close().balance().compareTo(day.opening().balance()) > 0;
        Comparator<Amount> order = rises ? Comparator.naturalOrder() : Comparator.reverseOrder();
        if (order.compare(wanted, day.opening().balance()) <= 0
                || order.compare(wanted, day.close().balance()) >= 0) {
            return null;
        }
        long low = day.opening().sequence() + 1;
        long high = day.close().sequence();
        while (low <= high && probes.left() >= Reads.PROBE_COST) {
            long middle = low + (high - low) / 2;
            StoredDelta record = probes.probe(middle);
            int found = order.compare(record.delta().balance(), wanted);
            if (found == 0) {
                return Reads.after(record);
            }
            if (found < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private Position closing() {
        return known.days().getLast().close();
    }

    /** Takes in a run if it adds up. */
    private void add(Effect effect, Position before, Position after) {
        Amount sum = after.balance().minus(before.balance());
        if (after.sequence() > before.sequence() && effect.difference(sum).equals(difference)) {
            found.putIfAbsent(
                    new Run(effect, before.sequence(), after.sequence()),
                    new Hypothesis(
                            kind(effect, before, after),
                            effect,
                            before.sequence() + 1,
                            after.sequence(),
                            sum,
                            bits(effect, before, after)));
        }
    }

    private ExplanationKind kind(Effect effect, Position before, Position after) {
        boolean single = after.sequence() - before.sequence() == 1;
        if (effect == Effect.MISSING && single && known.isCorrection(after.sequence())) {
            return ExplanationKind.CORRECTION_MISSED;
        }
        if (effect == Effect.MISSING && after.sequence() == closing().sequence()) {
            return ExplanationKind.STOPPED_EARLY;
        }
        boolean day = known.isDay(before, after);
        return switch (effect) {
            case MISSING ->
                of(
                        single,
                        day,
                        ExplanationKind.RECORD_MISSING,
                        ExplanationKind.DAY_MISSING,
                        ExplanationKind.RUN_MISSING);
            case TWICE ->
                of(
                        single,
                        day,
                        ExplanationKind.RECORD_COUNTED_TWICE,
                        ExplanationKind.DAY_COUNTED_TWICE,
                        ExplanationKind.RUN_COUNTED_TWICE);
            case FLIPPED ->
                of(
                        single,
                        day,
                        ExplanationKind.RECORD_SIGN_FLIPPED,
                        ExplanationKind.DAY_SIGN_FLIPPED,
                        ExplanationKind.RUN_SIGN_FLIPPED);
        };
    }

    private static ExplanationKind of(
            boolean single, boolean day, ExplanationKind record, ExplanationKind ofDay, ExplanationKind run) {
        if (single) {
            return record;
        }
        return day ? ofDay : run;
    }

    /** Bits to name one of as many as there are of its simplest sort, and those for what was done with it. */
    private int bits(Effect effect, Position before, Position after) {
        int day = bitsFor(known.days().size());
        int record = bitsFor(closing().sequence() - known.opening().sequence());
        boolean fromStart = before.sequence() == known.opening().sequence();
        boolean toEnd = after.sequence() == closing().sequence();
        boolean dayEnds = known.isDayEnd(before.sequence()) && known.isDayEnd(after.sequence());
        int end = dayEnds ? day : record;
        List<Integer> sorts = new ArrayList<>(List.of(2 * end + 1));
        if (fromStart && toEnd) {
            sorts.add(1);
        }
        if (fromStart || toEnd) {
            sorts.add(toEnd && effect == Effect.MISSING ? end - 1 : end + 1);
        }
        if (dayEnds && known.isDay(before, after)) {
            sorts.add(day);
        }
        if (after.sequence() - before.sequence() == 1) {
            sorts.add(known.isCorrection(after.sequence()) && effect == Effect.MISSING ? record - 1 : record);
        }
        return Collections.min(sorts) + effect.bits();
    }

    private static int bitsFor(long count) {
        return Long.SIZE - Long.numberOfLeadingZeros(count);
    }
}
