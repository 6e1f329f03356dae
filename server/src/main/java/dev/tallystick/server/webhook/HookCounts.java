package dev.tallystick.server.webhook;

import java.util.concurrent.atomic.LongAdder;

/** What came of a plane's deliveries since the start of the server. Thread-safe. */
public final class HookCounts {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder givenUp = new LongAdder();

    HookCounts() {}

    void attempted(Delivery.Status now) {
        if (now == Delivery.Status.DELIVERED) {
            delivered.increment();
        } else {
            failed.increment();
        }
    }

    void gaveUp() {
        givenUp.increment();
    }

    /** Deliveries made: attempts that were answered 2xx, tests included. */
    public long delivered() {
        return delivered.sum();
    }

    /** Attempts that were not. */
    public long failedAttempts() {
        return failed.sum();
    }

    /** Deliveries given up after their last attempt. */
    public long givenUp() {
        return givenUp.sum();
    }
}
