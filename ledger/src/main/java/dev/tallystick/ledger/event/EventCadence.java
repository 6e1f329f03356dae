package dev.tallystick.ledger.event;

/**
 * How often usage of a customer may be recorded: at most one record in each of a row of equal, UTC-aligned windows.
 * Stored as its {@linkplain #code code}, which is permanent.
 */
public enum EventCadence {
    /** As often as one likes. */
    PER_EVENT(0, 0),
    /** Once in an hour of the clock. */
    HOURLY(1, 3_600_000L),
    /** Once in a quarter of the UTC day: from 00:00, 06:00, 12:00 and 18:00. */
    SUB_DAILY(2, 21_600_000L),
    /** Once in a UTC day. */
    DAILY(3, 86_400_000L);

    private final int code;
    private final long windowMillis;

    EventCadence(int code, long windowMillis) {
        this.code = code;
        this.windowMillis = windowMillis;
    }

    int code() {
        return code;
    }

    /** How many codes there are: 0 to this, exclusive. */
    static int codes() {
        return values().length;
    }

    static EventCadence ofCode(int code) {
        return values()[code];
    }

    /**
     * How long a next record has to wait.
     *
     * @param lastAt when the customer's newest record was recorded, milliseconds since the epoch
     * @param now the instant in question, not before {@code lastAt}
     * @return milliseconds until the next window begins; 0 if nothing has been recorded in the one {@code now} lies in
     */
    public long waitMillis(long lastAt, long now) {
        if (windowMillis == 0 || Math.floorDiv(lastAt, windowMillis) < Math.floorDiv(now, windowMillis)) {
            return 0;
        }
        return windowMillis - Math.floorMod(now, windowMillis);
    }
}
