package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.OccurredReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.PositionReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.proof.amount.Amount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How an account stands, by time of use, at the end of each UTC day of a scope and of a day around it. Once taken it does
 * not change, whatever is recorded. Within a day, records are in order of their time of use and then of their sequence;
 * the sequence of a position is the number of records before it in that order. A day's records are read whole or not at
 * all. For one thread.
 */
public final class OccurredDays implements PositionReader {
    /** Records read, in one comparison, of days that a window begins or ends within. */
    static final int EDGE_RECORDS_MAX = 2 * OccurredReader.DAY_RECORDS_MAX;

    private final LedgerReader reader;
    private final AccountHead head;
    private final Position base;
    private final NavigableMap<Long, Position> closes = new TreeMap<>();
    /** How many were recorded on a day: so many may have moved away from it. */
    private final Map<Long, Long> recorded = new HashMap<>();

    private final Map<Long, List<Used>> edgeDays = new HashMap<>();
    private final Map<Long, Long> sequences = new HashMap<>();
    private long edgeRecordsLeft = EDGE_RECORDS_MAX;

    private OccurredDays(LedgerReader reader, AccountHead head, Position base) {
        this.reader = reader;
        this.head = head;
        this.base = base;
    }

    /**
     * Takes the days of a scope: two rows for each, and one for each earlier day that usage was moved to or from. To be
     * called within {@link OccurredReader#steady}.
     */
    public static OccurredDays of(LedgerReader reader, AccountHead head, Scope scope) {
        // Midnights elsewhere are within 14 hours of those of UTC.
        long first = UtcDay.of(scope.start()) - 1;
        long last = UtcDay.of(scope.end() - 1) + 1;
        OccurredDays days = new OccurredDays(reader, head, reader.occurred().before(head, UtcDay.start(first)));
        for (DayClose close : reader.occurred().days(head, first, last)) {
            days.closes.put(close.epochDay(), close.position());
        }
        long before = reader.before(head, UtcDay.start(first)).sequence();
        for (DayClose close : reader.days(head, first, last)) {
            days.recorded.put(close.epochDay(), close.position().sequence() - before);
            before = close.position().sequence();
        }
        return days;
    }

    /**
     * A record in its place.
     *
     * @param at when its usage happened, milliseconds since the epoch
     * @param sequence in order of recording
     * @param after the position after it, by time of use
     */
    record Used(long at, long sequence, boolean correction, Amount delta, Position after) {
        private static Used of(StoredDelta stored) {
            return new Used(
                    timeOf(stored),
                    stored.delta().sequence(),
                    stored.delta().item().adjusts() != null,
                    stored.delta().item().delta(),
                    Position.START);
        }

        private Used after(Position before) {
            Amount credits = delta.signum() > 0 ? before.credits().plus(delta) : before.credits();
            return new Used(
                    at,
                    sequence,
                    correction,
                    delta,
                    new Position(before.sequence() + 1, before.balance().plus(delta), credits));
        }
    }

    /** When a record's usage happened, milliseconds since the epoch. */
    static long timeOf(StoredDelta stored) {
        Instant occurredAt = stored.delta().item().occurredAt();
        return occurredAt == null ? stored.delta().recordedAt() : occurredAt.toEpochMilli();
    }

    private Position closeBefore(long day) {
        Map.Entry<Long, Position> before = closes.lowerEntry(day);
        return before == null ? base : before.getValue();
    }

    @Override
    public Position before(AccountHead account, long instant) {
        long day = UtcDay.of(instant);
        Position found = closeBefore(day);
        if (instant == UtcDay.start(day)) {
            return found;
        }
        List<Used> records = edgeDays.computeIfAbsent(day, this::edgeDay);
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).at() < instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? found : records.get(low - 1).after();
    }

    private List<Used> edgeDay(long day) {
        edgeRecordsLeft -= cost(day, day);
        if (edgeRecordsLeft < 0) {
            throw new RefusedException(Refusal.invalid(
                    "timeBasis",
                    "With timeBasis occurred the UTC days that windows begin or end within may together have at most "
                            + EDGE_RECORDS_MAX + " records. Let windows begin and end at UTC midnights."));
        }
        return usage(day, day);
    }

    @Override
    public List<DayClose> days(AccountHead account, long firstDay, long lastDay) {
        List<DayClose> found = new ArrayList<>();
        closes.subMap(firstDay, true, lastDay, true).forEach((day, close) -> found.add(new DayClose(day, close)));
        return found;
    }

    /** What it takes to read all records of the days, counted in records. */
    long cost(long firstDay, long lastDay) {
        long cost = 0;
        for (long day = firstDay; day <= lastDay; day++) {
            long used = closeBefore(day + 1).sequence() - closeBefore(day).sequence();
            cost += Math.max(used, recorded.getOrDefault(day, 0L));
        }
        return cost;
    }

    /** The records of the days, in order; costs {@link #cost}. */
    List<Used> usage(long firstDay, long lastDay) {
        List<Used> found = new ArrayList<>();
        reader.occurred()
                .visit(head, UtcDay.start(firstDay), UtcDay.start(lastDay + 1), stored -> found.add(Used.of(stored)));
        found.sort(Comparator.comparingLong(Used::at).thenComparingLong(Used::sequence));
        Position position = closeBefore(firstDay);
        for (int i = 0; i < found.size(); i++) {
            Used placed = found.get(i).after(position);
            found.set(i, placed);
            position = placed.after();
            sequences.put(position.sequence(), placed.sequence());
        }
        return found;
    }

    /** The records of the scope's newest days, as many whole days as cost no more than {@code budget}. */
    List<Used> newest(Scope scope, long budget) {
        long last = UtcDay.of(scope.end() - 1);
        long from = last + 1;
        long left = budget;
        for (long day = last; day >= UtcDay.of(scope.start()) && cost(day, day) <= left; day--) {
            left -= cost(day, day);
            from = day;
        }
        if (from > last) {
            return List.of();
        }
        return usage(from, last).stream()
                .filter(used -> used.at() >= scope.start() && used.at() < scope.end())
                .toList();
    }

    /** Whether the record at this place was read, so that it is known which one it is. */
    boolean isRead(long place) {
        return sequences.containsKey(place);
    }

    /**
     * The records at the places from {@code first} to {@code last}, both in the scope. Of a day that was not read, as
     * many of its records in order of recording.
     */
    List<StoredDelta> named(Scope scope, Position opening, long first, long last) {
        List<StoredDelta> found = new ArrayList<>();
        long place = first;
        while (place <= last) {
            Long sequence = sequences.get(place);
            if (sequence != null) {
                found.addAll(reader.records(head, sequence, sequence));
                place++;
                continue;
            }
            long day = dayOf(place);
            long before = Math.max(closeBefore(day).sequence(), opening.sequence());
            long to = Math.min(last, closeBefore(day + 1).sequence());
            found.addAll(reader.occurred()
                    .records(
                            head,
                            Math.max(scope.start(), UtcDay.start(day)),
                            Math.min(scope.end(), UtcDay.start(day + 1)),
                            place - before - 1,
                            (int) (to - place + 1)));
            place = to + 1;
        }
        return found;
    }

    private long dayOf(long place) {
        for (Map.Entry<Long, Position> close : closes.entrySet()) {
            if (close.getValue().sequence() >= place) {
                return close.getKey();
            }
        }
        throw new IllegalArgumentException("place " + place + " lies beyond the scope");
    }
}
