package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.proof.amount.Amount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What laying one side's rows beside the records gave: totals of each class, which add up to the difference of both sums,
 * the first rows of each class but the matched, and the difference each day makes. For one thread while it is filled.
 */
public final class RecordFindings {
    /** Rows of one class that a report lists; a longer list is for a file, and the counts tell of the rest. */
    public static final int ITEMS_OF_A_CLASS_MAX = 250;

    /** Days of usage that are told apart: any scope's, and as many before it. */
    public static final int DAYS_MAX = 1_500;

    private static final Comparator<Item> ORDER =
            Comparator.comparingLong(Item::line).thenComparingLong(Item::event);

    private final Map<RecordClass, Totals> totals = new EnumMap<>(RecordClass.class);
    private final Map<RecordClass, TreeSet<Item>> items = new EnumMap<>(RecordClass.class);
    private final NavigableMap<Long, Amount> differenceByDay = new TreeMap<>();
    private final NavigableMap<Long, UsageDay> usageDays = new TreeMap<>();
    private final long firstDay;
    private final long lastDay;
    private Amount undatedDifference = Amount.ZERO;

    /**
     * A class.
     *
     * @param count rows, or records where there is no row
     * @param claimed sum of its rows
     * @param recorded sum of its records
     */
    public record Totals(long count, Amount claimed, Amount recorded) {
        static final Totals NONE = new Totals(0, Amount.ZERO, Amount.ZERO);

        /** Claimed minus recorded: what the class adds to the difference. */
        public Amount difference() {
            return claimed.minus(recorded);
        }

        private Totals plus(Item item) {
            return new Totals(
                    count + 1,
                    item.claimed() == null ? claimed : claimed.plus(item.claimed()),
                    item.recorded() == null ? recorded : recorded.plus(item.recorded()));
        }
    }

    /**
     * A row, a record, or both.
     *
     * @param line of the row; 0 without one
     * @param event number of the record; -1 without one
     * @param epochDay the row's date, or else the record's day of usage; {@link ClaimedRow#NO_DAY} if neither is known
     */
    public record Item(
            RecordClass kind,
            long line,
            long event,
            @Nullable String referenceId,
            long epochDay,
            @Nullable Amount claimed,
            @Nullable Amount recorded) {
        /** The record's id, or null without a record. */
        public @Nullable String recordId() {
            return event < 0 ? null : StoredDelta.recordId(event);
        }
    }

    /**
     * A day of usage on which something differs.
     *
     * @param count rows and records of that day that did not match
     * @param difference what they add to the difference
     */
    public record UsageDay(long count, Amount difference) {
        UsageDay plus(UsageDay other) {
            return new UsageDay(count + other.count, difference.plus(other.difference));
        }
    }

    RecordFindings(Scope scope) {
        firstDay = UtcDay.of(scope.start());
        lastDay = UtcDay.of(scope.end() - 1);
        for (RecordClass each : RecordClass.values()) {
            totals.put(each, Totals.NONE);
            items.put(each, new TreeSet<>(ORDER));
        }
    }

    /** Takes in what became of a row, a record, or a row that goes with a record; one of them may be null. */
    void add(RecordClass kind, @Nullable ClaimedRow row, @Nullable RecordedRow record) {
        Item item = new Item(
                kind,
                row == null ? 0 : row.line(),
                record == null ? -1 : record.event(),
                row == null ? reference(record) : row.referenceId(),
                day(row, record),
                row == null ? null : row.delta(),
                record == null || kind == RecordClass.DUPLICATE ? null : record.delta());
        Totals before = totals(kind);
        Totals after = before.plus(item);
        totals.put(kind, after);
        if (kind == RecordClass.MATCHED) {
            return;
        }
        Amount difference = after.difference().minus(before.difference());
        place(record == null ? item.epochDay() : record.windowDay(), difference);
        if (item.epochDay() != ClaimedRow.NO_DAY
                && (usageDays.size() < DAYS_MAX || usageDays.containsKey(item.epochDay()))) {
            usageDays.merge(item.epochDay(), new UsageDay(1, difference), UsageDay::plus);
        }
        TreeSet<Item> listed = items.computeIfAbsent(kind, ignored -> new TreeSet<>(ORDER));
        listed.add(item);
        if (listed.size() > ITEMS_OF_A_CLASS_MAX) {
            listed.pollLast();
        }
    }

    private static @Nullable String reference(@Nullable RecordedRow record) {
        return record == null ? null : record.referenceId();
    }

    private static long day(@Nullable ClaimedRow row, @Nullable RecordedRow record) {
        if (row != null && row.epochDay() != ClaimedRow.NO_DAY) {
            return row.epochDay();
        }
        return record == null ? ClaimedRow.NO_DAY : record.usageDay();
    }

    private void place(long day, Amount difference) {
        if (day < firstDay || day > lastDay) {
            undatedDifference = undatedDifference.plus(difference);
        } else {
            differenceByDay.merge(day, difference, Amount::plus);
        }
    }

    /** What the class adds up to. */
    public Totals totals(RecordClass kind) {
        return totals.getOrDefault(kind, Totals.NONE);
    }

    /** The side's rows. */
    public long rows() {
        return sumOfCounts(
                RecordClass.MATCHED, RecordClass.AMOUNT_DIFFERS, RecordClass.NOT_RECORDED, RecordClass.DUPLICATE);
    }

    /** The scope's records. */
    public long records() {
        return sumOfCounts(RecordClass.MATCHED, RecordClass.AMOUNT_DIFFERS, RecordClass.NOT_CLAIMED);
    }

    private long sumOfCounts(RecordClass... classes) {
        long sum = 0;
        for (RecordClass each : classes) {
            sum += totals(each).count();
        }
        return sum;
    }

    /** The sum of the side's rows. */
    public Amount claimedTotal() {
        return totals.values().stream().map(Totals::claimed).reduce(Amount.ZERO, Amount::plus);
    }

    /** The sum of the scope's records. */
    public Amount recordedTotal() {
        return totals.values().stream().map(Totals::recorded).reduce(Amount.ZERO, Amount::plus);
    }

    /** Claimed minus recorded: the sum of the classes' differences. */
    public Amount difference() {
        return claimedTotal().minus(recordedTotal());
    }

    /** Whether every row has its record and every record its row. */
    public boolean allMatched() {
        return totals(RecordClass.MATCHED).count() == rows() && rows() == records();
    }

    /** The first items of each class but the matched, in the order of the classes, rows by line, records by number. */
    public List<Item> items() {
        List<Item> all = new ArrayList<>();
        items.values().forEach(all::addAll);
        return all;
    }

    /**
     * The part of the difference that belongs to days from {@code firstDay} to {@code lastDay}, both inclusive: a record
     * to the day it counts on, a row without one to the day it is dated with.
     */
    public Amount difference(long firstDay, long lastDay) {
        return differenceByDay.subMap(firstDay, true, lastDay, true).values().stream()
                .reduce(Amount.ZERO, Amount::plus);
    }

    /** The part of the difference that belongs to no day of the scope, by its rows' dates or for want of them. */
    public Amount undatedDifference() {
        return undatedDifference;
    }

    /**
     * The days, in days since 1970-01-01, on which rows and records did not match: by a row's date, or else by its
     * record's usage. At most {@link #DAYS_MAX} of them.
     */
    public NavigableMap<Long, UsageDay> usageDays() {
        return Collections.unmodifiableNavigableMap(usageDays);
    }
}
