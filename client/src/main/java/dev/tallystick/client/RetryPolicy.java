package dev.tallystick.client;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How often and how soon a request is repeated. Every request of this client may be repeated: those that store something
 * carry an {@code Idempotency-Key}, the same for each attempt.
 *
 * @param attempts attempts in all, 1 or more
 * @param firstWait about how long before the second one; doubled for each further one
 * @param longestWait never longer; where the server asks for more, its answer is thrown instead
 */
public record RetryPolicy(int attempts, Duration firstWait, Duration longestWait) {
    /** Four attempts within some seconds; a {@code Retry-After} of up to 30 seconds is waited for. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(4, Duration.ofMillis(250), Duration.ofSeconds(30));

    /** One attempt. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

    private static final int DOUBLINGS_MAX = 16;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if attempts is below 1 or a wait negative
     */
    public RetryPolicy {
        if (attempts < 1 || firstWait.isNegative() || longestWait.isNegative()) {
            throw new IllegalArgumentException("A retry policy has 1 or more attempts and no negative waits.");
        }
    }

    static boolean worthRepeating(int status, String code) {
        return switch (status) {
            case 202 -> code.equals("IDEMPOTENCY_PENDING");
            case 429 -> !code.equals("CADENCE_LIMIT");
            case 408, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /**
     * Returns how long to wait after an attempt, or null if there is to be none after it. Half of the wait is random, so
     * that many clients turned away together do not come back together.
     */
    @Nullable
    Duration waitAfter(int attempt, @Nullable Duration asked, RandomGenerator random) {
        if (attempt >= attempts || (asked != null && asked.compareTo(longestWait) > 0)) {
            return null;
        }
        long most = Math.min(longestWait.toMillis(), firstWait.toMillis() << Math.min(attempt - 1, DOUBLINGS_MAX));
        Duration wait = Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
        return asked != null && asked.compareTo(wait) > 0 ? asked : wait;
    }
}
