package dev.tallystick.server.http;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds what each address may do: a bucket of tokens that refills with time. When too many addresses are counted the one
 * that has been quiet longest is forgotten. Thread-safe.
 */
final class AddressThrottle {
    private static final float LOAD_FACTOR = 0.75f;
    private static final int CAPACITY = 64;

    private final InstantSource clock;
    private final int burst;
    private final long refillMillis;
    private final Map<String, Long> paidUntil;

    AddressThrottle(InstantSource clock, int burst, long refillMillis, int addresses) {
        this.clock = clock;
        this.burst = burst;
        this.refillMillis = refillMillis;
        this.paidUntil = new LinkedHashMap<>(CAPACITY, LOAD_FACTOR, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > addresses;
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
        long paid = Math.max(paidUntil.getOrDefault(address, now), now) + refillMillis;
        long ahead = paid - now - refillMillis * burst;
        if (ahead > 0) {
            return (int) Math.ceilDiv(ahead, 1000L);
        }
        paidUntil.put(address, paid);
        return 0;
    }
}
