package dev.tallystick.ledger.scope;

/** UTC days as numbers: days since 1970-01-01, negative before. Days have 86,400,000 ms; leap seconds do not exist here. */
public final class UtcDay {
    private static final long MILLIS = 86_400_000L;

    private UtcDay() {}

    /** The day an instant (milliseconds since 1970-01-01T00:00:00Z) falls in. */
    public static long of(long instant) {
        return Math.floorDiv(instant, MILLIS);
    }

    /** The first instant of a day, in milliseconds since 1970-01-01T00:00:00Z. */
    public static long start(long day) {
        return day * MILLIS;
    }
}
