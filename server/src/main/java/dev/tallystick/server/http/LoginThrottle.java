package dev.tallystick.server.http;

import dev.tallystick.server.config.Limits;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds password attempts for each address: a bucket of tokens that refills with time. When too many addresses are
 * counted the one that has been quiet longest is forgotten. Thread-safe.
 */
final class LoginThrottle {
    private static final float LOAD_FACTOR = 0.75f;
    private static final int CAPACITY = 64;

    private final InstantSource clock;
    private final Limits limits;
    private final Map<String, Long> paidUntil;

    LoginThrottle(InstantSource clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
        this.paidUntil = new LinkedHashMap<>(CAPACITY, LOAD_FACTOR, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > limits.loginAddresses();
            }
        };
    }

    /**
     * Counts an attempt.
     *
     * @return 0 if it may be made, else the seconds after which to try again
     */
    synchronized int attempt(String address) {
        long now = clock.millis();
        long refill = limits.loginRefillMillis();
        long paid = Math.max(paidUntil.getOrDefault(address, now), now) + refill;
        long ahead = paid - now - refill * limits.loginBurst();
        if (ahead > 0) {
            return (int) Math.ceilDiv(ahead, 1000L);
        }
        paidUntil.put(address, paid);
        return 0;
    }
}
