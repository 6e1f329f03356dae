package dev.tallystick.server.http;

import dev.tallystick.server.config.Limits;
import dev.tallystick.server.config.RateLimit;
import java.time.InstantSource;

/** Bounds wrong passwords from each address: {@link TokenBuckets} that refill slowly. Thread-safe. */
final class LoginThrottle {
    private final TokenBuckets buckets;

    LoginThrottle(InstantSource clock, Limits limits) {
        int seconds = (int) (limits.loginBurst() * limits.loginRefillMillis() / 1_000);
        this.buckets = new TokenBuckets(
                "login", new RateLimit(limits.loginBurst(), Math.max(1, seconds)), limits.loginAddresses(), clock);
    }

    /** Counts an attempt from this address. */
    Quota count(Object address) {
        return buckets.take(address);
    }

    /** The attempt was the right password, which is no guess: a script may log in for each of its commands. */
    void succeeded(Object address) {
        buckets.giveBack(address);
    }

    /**
     * Counts an attempt.
     *
     * @return 0 if it may be made, else the seconds after which to try again
     */
    int attempt(Object address) {
        return count(address).waitSeconds();
    }
}
