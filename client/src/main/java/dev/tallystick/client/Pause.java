package dev.tallystick.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How this client lets time pass between attempts. */
@FunctionalInterface
public interface Pause {
    /** Really waits. */
    Pause REAL = duration -> {
        // Never counted down: only the time limit ends it, or an interrupt.
        boolean ignored = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
    };

    /** Returns after the duration. */
    void pause(Duration duration) throws InterruptedException;
}
