package dev.tallystick.server.http;

import dev.tallystick.server.config.ReceiptLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;

/**
 * Bounds the questions that are asked without a key, by address. Those from this machine are not counted: there they come
 * from a proxy for all the world, which does the counting itself. Thread-safe.
 */
final class PublicAccess {
    private final AddressThrottle throttle;

    PublicAccess(InstantSource clock, ReceiptLimits limits) {
        this.throttle =
                new AddressThrottle(clock, limits.publicBurst(), limits.publicRefillMillis(), limits.publicAddresses());
    }

    /** @throws ProblemException 429 {@code RATE_LIMITED} if this address asks too much */
    void count(Exchange exchange) {
        count(exchange.request().remotePeer().address());
    }

    void count(SocketAddress peer) {
        InetAddress address = peer instanceof InetSocketAddress inet ? inet.getAddress() : null;
        if (address == null || address.isLoopbackAddress()) {
            return;
        }
        int wait = throttle.attempt(address.getHostAddress());
        if (wait > 0) {
            throw Problem.retryLater(
                            429,
                            "RATE_LIMITED",
                            "Too many questions from this address. Ask again in " + wait + " seconds.",
                            wait)
                    .toException();
        }
    }
}
