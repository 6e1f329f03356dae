package dev.tallystick.server.config;

import java.util.List;

/**
 * How much traffic is taken from whom.
 *
 * @param trustedProxies whose {@code X-Forwarded-For} is believed; of everybody else the connection's own address counts
 * @param perKey for each API key, once it has been checked
 * @param perAddress for each client address, on routes that need a key or a session, before either is checked
 * @param perPublicAddress for each client address, on routes that are open to all
 */
public record TrafficSettings(
        List<AddressRange> trustedProxies, RateLimit perKey, RateLimit perAddress, RateLimit perPublicAddress) {
    /**
     * Whoever has a key is the operator's own customer, and existing clients send bursts, so those limits are off. What is
     * open to the world takes 500 requests a second from an address: far above a browser or an auditor that follows the
     * log, far below what the server can answer.
     */
    public static final TrafficSettings DEFAULT =
            new TrafficSettings(List.of(), RateLimit.OFF, RateLimit.OFF, new RateLimit(5_000, 10));
}
