package dev.tallystick.server.webhook;

import java.util.random.RandomGenerator;

/** When a failed delivery is tried again. Stateless. */
final class RetrySchedule {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    /** After the first failure, the second and so on: attempts get rarer, and the last comes about three days later. */
    private static final long[] DELAYS_MILLIS = {
        5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR
    };

    /** The last attempt: when it fails too, the delivery is given up. */
    static final int ATTEMPTS_MAX = DELAYS_MILLIS.length + 1;

    /** An endpoint that answered nothing but failures for so long is disabled. */
    static final long FAILING_MAX_MILLIS = 5 * 24 * HOUR;

    /** A receiver may ask for more patience, up to this. */
    private static final long RETRY_AFTER_MAX_MILLIS = 24 * HOUR;

    private RetrySchedule() {}

    /**
     * When to try again, milliseconds since the epoch: the delay, lengthened by up to a tenth so that those who failed
     * together do not come back together.
     *
     * @param attempts made so far, 1 to {@link #ATTEMPTS_MAX} - 1
     * @param retryAfterMillis what the receiver asked for, 0 if nothing
     */
    static long nextAt(long now, int attempts, long retryAfterMillis, RandomGenerator random) {
        long delay = Math.max(DELAYS_MILLIS[attempts - 1], Math.min(retryAfterMillis, RETRY_AFTER_MAX_MILLIS));
        return now + delay + random.nextLong(delay / 10 + 1);
    }
}
