package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.balance.DerivedBalance;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.UtcDay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Places in a scope whose running balance is known, in order: where it opens, where each of its days ends, and each
 * record of the newest days, as far as the budget went. For one thread.
 */
final class KnownPositions {
    /** A UTC day of the scope that has records in it. */
    record Day(Position opening, Position close) {
        long count() {
            return close.sequence() - opening.sequence();
        }

        /** Whether every balance within the day lies between its ends, in order. */
        boolean oneSigned() {
            return close.credits().equals(opening.credits()) || close.debits().equals(opening.debits());
        }
    }

    private final Position opening;
    private final List<Day> days = new ArrayList<>();
    private final List<Position> positions = new ArrayList<>();
    /** Where a day opens, by where it closes. */
    private final Map<Long, Long> openings = new HashMap<>();

    private final Set<Long> corrections = new HashSet<>();
    private long recordsFrom;

    private KnownPositions(Position opening) {
        this.opening = opening;
    }

    /** Reads the ends of the scope's days, and records from the newest on. */
    static KnownPositions of(DerivedBalance neutral, Reads reads) {
        KnownPositions known = new KnownPositions(neutral.window().opening());
        Position closing = neutral.window().closing();
        known.addDays(neutral, reads, closing);
        OccurredDays occurred = reads.occurred();
        if (occurred != null) {
            known.addUsage(neutral, reads, occurred);
            return known;
        }
        known.recordsFrom = Math.max(known.opening.sequence(), closing.sequence() - reads.left()) + 1;
        known.addPositions(reads, closing);
        return known;
    }

    private void addDays(DerivedBalance neutral, Reads reads, Position closing) {
        long firstDay = UtcDay.of(neutral.scope().start());
        long lastDay = UtcDay.of(neutral.scope().end() - 1);
        Position before = opening;
        for (DayClose day : reads.positions().days(reads.head(), firstDay, lastDay)) {
            // A scope may begin or end within a day.
            Position close = day.position().sequence() > closing.sequence() ? closing : day.position();
            if (close.sequence() > before.sequence()) {
                days.add(new Day(before, close));
                openings.put(close.sequence(), before.sequence());
                before = close;
            }
        }
    }

    private void addUsage(DerivedBalance neutral, Reads reads, OccurredDays occurred) {
        List<OccurredDays.Used> newest = occurred.newest(neutral.scope(), reads.left());
        reads.spend(newest.size());
        recordsFrom = newest.isEmpty()
                ? neutral.lastSequence() + 1
                : newest.getFirst().after().sequence();
        addUnreadDays();
        for (OccurredDays.Used used : newest) {
            positions.add(used.after());
            if (used.correction()) {
                corrections.add(used.after().sequence());
            }
        }
    }

    private void addUnreadDays() {
        positions.add(opening);
        for (Day day : days) {
            if (day.close().sequence() < recordsFrom) {
                positions.add(day.close());
            }
        }
    }

    private void addPositions(Reads reads, Position closing) {
        addUnreadDays();
        if (recordsFrom <= closing.sequence()) {
            reads.run(recordsFrom, closing.sequence(), this::add);
        }
    }

    private void add(StoredDelta record) {
        Position after = Reads.after(record);
        if (record.delta().sequence() == recordsFrom && positions.getLast().sequence() < recordsFrom - 1) {
            positions.add(new Position(
                    recordsFrom - 1,
                    Reads.balanceBefore(record),
                    positions.getLast().credits()));
        }
        positions.add(after);
        if (record.delta().item().adjusts() != null) {
            corrections.add(after.sequence());
        }
    }

    Position opening() {
        return opening;
    }

    List<Day> days() {
        return days;
    }

    /** In order of sequence; the first is the opening. Their credits are not to be relied on. */
    List<Position> positions() {
        return positions;
    }

    /** Whether the record with this sequence is known to correct an earlier one. */
    boolean isCorrection(long sequence) {
        return corrections.contains(sequence);
    }

    /** From this sequence on, all records are among the positions. */
    long recordsFrom() {
        return recordsFrom;
    }

    /** Whether every record of the scope is among the positions. */
    boolean complete() {
        return recordsFrom == opening.sequence() + 1;
    }

    /** Whether a day of the scope ends here; so does the day before its first. */
    boolean isDayEnd(long sequence) {
        return sequence == opening.sequence() || openings.containsKey(sequence);
    }

    /** Whether all records of one day, and no others, lie between the two. */
    boolean isDay(Position before, Position after) {
        Long start = openings.get(after.sequence());
        return start != null && start == before.sequence();
    }
}
