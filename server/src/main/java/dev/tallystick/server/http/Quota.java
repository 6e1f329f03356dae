package dev.tallystick.server.http;

import dev.tallystick.server.config.RateLimit;

/**
 * What a caller has left of a rate limit. Rendered as draft-ietf-httpapi-ratelimit-headers (revision 11) lays down: the
 * policy with its quota {@code q} and window {@code w}, the state with what remains {@code r} and the seconds {@code t}
 * until all of the quota is there again.
 *
 * @param name of the policy: lower-case letters
 * @param remaining requests that would pass now
 * @param resetSeconds until the bucket is full, from 0
 * @param waitSeconds 0 if the request passes, else the whole seconds after which the next one does
 */
record Quota(String name, RateLimit limit, long remaining, int resetSeconds, int waitSeconds) {
    boolean passes() {
        return waitSeconds == 0;
    }

    /** An item of {@code RateLimit-Policy}. */
    String policy() {
        return '"' + name + "\";q=" + limit.quota() + ";w=" + limit.seconds();
    }

    /** An item of {@code RateLimit}. */
    String state() {
        return '"' + name + "\";r=" + remaining + ";t=" + resetSeconds;
    }

    Problem problem() {
        return Problem.retryLater(
                429,
                "RATE_LIMITED",
                "Too many requests: the limit '" + name + "' takes " + limit.quota() + " in " + limit.seconds()
                        + (limit.seconds() == 1 ? " second" : " seconds") + ". Nothing was stored, and an"
                        + " Idempotency-Key is still free. Try again in " + waitSeconds
                        + (waitSeconds == 1 ? " second." : " seconds."),
                waitSeconds);
    }
}
