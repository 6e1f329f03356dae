package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.proof.amount.Amount;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the scope would add up to if its days were cut at the midnights of another time zone: for each offset in use
 * anywhere, the positions just before both ends. For one thread.
 */
final class BoundaryShift {
    private static final long MILLIS_PER_MINUTE = 60_000L;
    private static final int HOUR = 60;

    /** Bits to name one of the offsets, and one more for two that differ by an hour of summer time. */
    private static final int OFFSET_BITS = 6;

    /**
     * Minutes ahead of UTC that civil time has somewhere, by the IANA time zone database of 2025, summer time included;
     * but for UTC itself. Descending, so that the instants of their midnights ascend.
     */
    private static final int[] OFFSETS = {
        840, 825, 780, 765, 720, 690, 660, 630, 600, 570, 540, 525, 480, 420, 390, 360, 345, 330, 300, 270, 240, 210,
        180, 120, 60, 0, -60, -120, -150, -180, -210, -240, -300, -360, -420, -480, -540, -570, -600, -660, -720
    };

    private final Position opening;
    private final Position closing;
    private final Position @Nullable [] starts;
    private final Position @Nullable [] ends;

    /**
     * A shift that adds up.
     *
     * @param startOffset minutes ahead of UTC at the scope's start
     * @param endOffset at its end; it differs where summer time begins or ends in between
     * @param start the position the scope would open at
     * @param end the position it would close at
     * @param others how many more offsets, or pairs of them, move the same records
     */
    record Shift(
            int startOffset,
            int endOffset,
            Position start,
            Position end,
            Position opening,
            Position closing,
            int others) {
        int bits() {
            return startOffset == endOffset ? OFFSET_BITS : OFFSET_BITS + 2;
        }

        private Shift and(Shift other) {
            Shift simpler = other.bits() < bits() ? other : this;
            return new Shift(simpler.startOffset, simpler.endOffset, start, end, opening, closing, others + 1);
        }

        /** Records that come in or drop out. */
        long count() {
            return Math.abs(start.sequence() - opening.sequence()) + Math.abs(end.sequence() - closing.sequence());
        }
    }

    private BoundaryShift(DerivedBalance neutral, Reads probes) {
        this.opening = neutral.window().opening();
        this.closing = neutral.window().closing();
        this.starts = around(neutral.scope().start(), opening, probes);
        this.ends = around(neutral.scope().end(), closing, probes);
    }

    static BoundaryShift of(DerivedBalance neutral, Reads probes) {
        return new BoundaryShift(neutral, probes);
    }

    /** Whether the budget sufficed; {@link #find} finds nothing otherwise. */
    boolean complete() {
        return starts != null && ends != null;
    }

    /** The shifts that add up; those that move the same records are one. */
    List<Shift> find(Amount difference) {
        Map<List<Long>, Shift> found = new LinkedHashMap<>();
        if (starts == null || ends == null) {
            return List.of();
        }
        for (int i = 0; i < OFFSETS.length; i++) {
            for (int j = 0; j < OFFSETS.length; j++) {
                int change = Math.abs(OFFSETS[i] - OFFSETS[j]);
                if (change != 0 && change != HOUR) {
                    continue;
                }
                Shift shift = new Shift(OFFSETS[i], OFFSETS[j], starts[i], ends[j], opening, closing, 0);
                if (shift.count() > 0 && differenceOf(shift).equals(difference)) {
                    found.merge(List.of(starts[i].sequence(), ends[j].sequence()), shift, Shift::and);
                }
            }
        }
        return List.copyOf(found.values());
    }

    private Amount differenceOf(Shift shift) {
        return shift.end()
                .balance()
                .minus(closing.balance())
                .minus(shift.start().balance().minus(opening.balance()));
    }

    /** The position before each offset's midnight, or null if the budget runs out. */
    private static Position @Nullable [] around(long boundary, Position atBoundary, Reads probes) {
        OccurredDays occurred = probes.occurred();
        if (occurred != null) {
            return aroundByUse(boundary, probes, occurred);
        }
        Position[] positions = new Position[OFFSETS.length];
        long earliest = instant(boundary, 0);
        long latest = instant(boundary, OFFSETS.length - 1);
        Position low = probes.positions().before(probes.head(), earliest);
        Position high = probes.positions().before(probes.head(), latest);
        if (low.sequence() == high.sequence()) {
            Arrays.fill(positions, low);
            return positions;
        }
        if (probes.left() < 2 * Reads.PROBE_COST) {
            return null;
        }
        // Records often come together, all of a day within minutes: then few midnights fall among them.
        long first = probes.probe(low.sequence() + 1).delta().recordedAt();
        long last = probes.probe(high.sequence()).delta().recordedAt();
        int known = 0;
        for (int i = 0; i < positions.length; i++) {
            long instant = instant(boundary, i);
            if (instant > first && instant <= last && instant != boundary) {
                continue;
            }
            positions[i] = instant <= first ? low : instant > last ? high : atBoundary;
            if (!fill(positions, known, i, boundary, probes)) {
                return null;
            }
            known = i;
        }
        return positions;
    }

    /** The same by time of use: the days around the boundary are read whole. */
    private static Position @Nullable [] aroundByUse(long boundary, Reads probes, OccurredDays occurred) {
        long firstDay = UtcDay.of(instant(boundary, 0));
        long lastDay = UtcDay.of(instant(boundary, OFFSETS.length - 1));
        long cost = occurred.cost(firstDay, lastDay);
        if (cost > probes.left()) {
            return null;
        }
        List<OccurredDays.Used> usage = occurred.usage(firstDay, lastDay);
        probes.spend(cost);
        Position[] positions = new Position[OFFSETS.length];
        Position found = occurred.before(probes.head(), UtcDay.start(firstDay));
        int next = 0;
        for (int i = 0; i < positions.length; i++) {
            for (; next < usage.size() && usage.get(next).at() < instant(boundary, i); next++) {
                found = usage.get(next).after();
            }
            positions[i] = found;
        }
        return positions;
    }

    private static long instant(long boundary, int offset) {
        return boundary - OFFSETS[offset] * MILLIS_PER_MINUTE;
    }

    /** Fills in what lies between two known ones, the middle first, so that each narrows the search for the next. */
    private static boolean fill(Position[] positions, int from, int to, long boundary, Reads probes) {
        if (to - from < 2) {
            return true;
        }
        int middle = (from + to) >>> 1;
        Position found = before(
                instant(boundary, middle),
                positions[from],
                instant(boundary, from),
                positions[to],
                instant(boundary, to),
                probes);
        if (found == null) {
            return false;
        }
        positions[middle] = found;
        return fill(positions, from, middle, boundary, probes) && fill(positions, middle, to, boundary, probes);
    }

    /** Turns by turns guesses that records come evenly, and halves. */
    private static @Nullable Position before(
            long instant, Position low, long lowAt, Position high, long highAt, Reads probes) {
        Position found = low;
        long first = low.sequence() + 1;
        long last = high.sequence();
        long firstAt = lowAt;
        long lastAt = highAt;
        for (boolean guess = true; first <= last; guess = !guess) {
            if (probes.left() < Reads.PROBE_COST) {
                return null;
            }
            long middle = first + (last - first) / 2;
            if (guess && lastAt > firstAt) {
                middle = Math.clamp(first + (last - first) * (instant - firstAt) / (lastAt - firstAt), first, last);
            }
            StoredDelta record = probes.probe(middle);
            if (record.delta().recordedAt() < instant) {
                found = Reads.after(record);
                first = middle + 1;
                firstAt = record.delta().recordedAt();
            } else {
                last = middle - 1;
                lastAt = record.delta().recordedAt();
            }
        }
        return found;
    }
}
