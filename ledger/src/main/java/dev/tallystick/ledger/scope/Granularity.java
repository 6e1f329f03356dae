package dev.tallystick.ledger.scope;

import dev.tallystick.ledger.outcome.RefusedException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/** How finely a scope is broken down. Every part begins at a UTC midnight. */
public enum Granularity {
    DAY,
    /** Weeks start on Monday. */
    WEEK,
    MONTH;

    /**
     * Reads {@code day}, {@code week} or {@code month}; null stays null.
     *
     * @throws RefusedException {@code VALIDATION_ERROR} for anything else
     */
    public static @Nullable Granularity parse(@Nullable String text) {
        return switch (text) {
            case null -> null;
            case "day" -> DAY;
            case "week" -> WEEK;
            case "month" -> MONTH;
            default -> throw ScopeRefusals.invalid("granularity", "day, week or month", text);
        };
    }

    /** The first day of the part after the one {@code epochDay} lies in, both in days since 1970-01-01. */
    public long nextStart(long epochDay) {
        return switch (this) {
            case DAY -> epochDay + 1;
            case WEEK ->
                LocalDate.ofEpochDay(epochDay)
                        .with(TemporalAdjusters.next(DayOfWeek.MONDAY))
                        .toEpochDay();
            case MONTH ->
                LocalDate.ofEpochDay(epochDay).withDayOfMonth(1).plusMonths(1).toEpochDay();
        };
    }

    /** {@code day}, {@code week} or {@code month}: as on the wire. */
    public String label() {
        return switch (this) {
            case DAY -> "day";
            case WEEK -> "week";
            case MONTH -> "month";
        };
    }
}
