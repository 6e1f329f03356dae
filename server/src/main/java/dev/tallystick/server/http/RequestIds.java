package dev.tallystick.server.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Names for requests, unique across restarts by a random prefix: {@code req_} and base-36 characters. Thread-safe. */
final class RequestIds {
    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    RequestIds(RandomGenerator random) {
        this.prefix = ApiKeyText.newId("req_", random);
    }

    String next() {
        return prefix + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
    }
}
