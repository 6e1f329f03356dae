package dev.tallystick.server.webhook;

/**
 * How fast one endpoint is told things: so many a second, with a short burst after a rest. Whoever catches up with a long
 * backlog would otherwise take the processor from those who record. Owned by its outlet's lock.
 */
final class Pace {
    private static final long SECOND_MICROS = 1_000_000;
    private static final long MILLI_MICROS = 1_000;
    private static final long BURST_MICROS = 100 * MILLI_MICROS;

    private final long intervalMicros;

    /** When all that was begun would have been begun at an even pace, microseconds since the epoch. */
    private long evenMicros;

    Pace(int perSecond) {
        this.intervalMicros = SECOND_MICROS / perSecond;
    }

    /** Whether another may begin. */
    boolean allows(long nowMillis) {
        return evenMicros - nowMillis * MILLI_MICROS <= BURST_MICROS;
    }

    /** One more begins. */
    void begin(long nowMillis) {
        evenMicros = Math.max(evenMicros, nowMillis * MILLI_MICROS) + intervalMicros;
    }
}
