package dev.tallystick.client;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** When a queue's flushes run. One runs at a time. */
public interface FlushSchedule extends AutoCloseable {
    /** Runs the flush again and again, that long after the last one's end. */
    void every(Duration period, Runnable flush);

    /** Runs the flush once, soon, on another thread than the caller's. */
    void soon(Runnable flush);

    /** Runs none any more, and returns when the last one has ended. */
    @Override
    void close();

    /** Runs them on one thread of its own, which does not keep the program alive. */
    static FlushSchedule onItsOwnThread() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("tallystick-flush").factory());
        return new FlushSchedule() {
            @Override
            public void every(Duration period, Runnable flush) {
                var ignored = executor.scheduleWithFixedDelay(
                        flush, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
            }

            @Override
            public void soon(Runnable flush) {
                executor.execute(flush);
            }

            @Override
            public void close() {
                executor.close();
            }
        };
    }
}
