package dev.tallystick.ledger.scope;

import java.time.LocalDate;
import java.time.YearMonth;

/** UTC months as numbers: months since January 1970, which is 0; negative before. */
public final class UtcMonth {
    private static final int MONTHS_PER_YEAR = 12;
    private static final int FIRST_YEAR = 1970;

    private UtcMonth() {}

    /** The month an instant (milliseconds since 1970-01-01T00:00:00Z) falls in. */
    public static int of(long instant) {
        LocalDate day = LocalDate.ofEpochDay(UtcDay.of(instant));
        return (day.getYear() - FIRST_YEAR) * MONTHS_PER_YEAR + day.getMonthValue() - 1;
    }

    /** The first instant of a month, in milliseconds since 1970-01-01T00:00:00Z. */
    public static long start(int month) {
        return UtcDay.start(
                YearMonth.of(FIRST_YEAR, 1).plusMonths(month).atDay(1).toEpochDay());
    }

    /** The month as a scope: {@code YYYY-MM}. */
    public static Scope scope(int month) {
        return new Scope(
                start(month),
                start(month + 1),
                YearMonth.of(FIRST_YEAR, 1).plusMonths(month).toString());
    }
}
