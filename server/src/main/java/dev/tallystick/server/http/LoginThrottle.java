package dev.tallystick.server.http;

import dev.tallystick.server.config.Limits;
import java.time.InstantSource;

/** Bounds password attempts for each address. Thread-safe. */
final class LoginThrottle {
    private final AddressThrottle throttle;

    LoginThrottle(InstantSource clock, Limits limits) {
        this.throttle =
                new AddressThrottle(clock, limits.loginBurst(), limits.loginRefillMillis(), limits.loginAddresses());
    }

    /**
     * Counts an attempt.
     *
     * @return 0 if it may be made, else the seconds after which to try again
     */
    int attempt(String address) {
        return throttle.attempt(address);
    }
}
