package dev.tallystick.server.config;

/**
 * A bucket of tokens, one for each request: it holds {@code quota} and, once empty, is full again after
 * {@code seconds}. On average {@code quota / seconds} requests a second pass; after a pause {@code quota} at once.
 *
 * @param quota 1 to 1,000,000,000; 0 together with 0 seconds for no limit
 * @param seconds 1 to 86,400
 */
public record RateLimit(int quota, int seconds) {
    /** No limit. */
    public static final RateLimit OFF = new RateLimit(0, 0);

    private static final int QUOTA_MAX = 1_000_000_000;
    private static final int SECONDS_MAX = 86_400;

    /** Checks the ranges. */
    public RateLimit {
        boolean off = quota == 0 && seconds == 0;
        if (!off && (quota < 1 || quota > QUOTA_MAX || seconds < 1 || seconds > SECONDS_MAX)) {
            throw new IllegalArgumentException("A rate limit must be 1 to " + QUOTA_MAX + " requests in 1 to "
                    + SECONDS_MAX + " seconds, but " + quota + " in " + seconds + " was given.");
        }
    }

    /** Whether every request passes. */
    public boolean isOff() {
        return quota == 0;
    }
}
