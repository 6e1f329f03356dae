package dev.tallystick.server.webhook;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Tells when a journal has grown, by asking it every few milliseconds and only while somebody wants to know: so the
 * writer need not know that anybody follows it. Thread-safe.
 */
final class Tail {
    private final LongSupplier nextEvent;
    private final Timer timer;
    private final long pollMillis;
    private final Runnable ticked;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private int watchers;
    private boolean polling;
    private boolean closed;
    private long seen;

    /** {@code ticked} is run after each look, on the timer's thread: it must not block. */
    Tail(LongSupplier nextEvent, Timer timer, long pollMillis, Runnable ticked) {
        this.nextEvent = nextEvent;
        this.timer = timer;
        this.pollMillis = pollMillis;
        this.ticked = ticked;
    }

    /** From now on somebody wants to know. */
    void watch() {
        lock.lock();
        try {
            watchers++;
            if (!polling && !closed) {
                polling = true;
                timer.at(timer.now(), this::poll);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Somebody who called {@link #watch} wants to know no more. */
    void unwatch() {
        lock.lock();
        try {
            watchers--;
        } finally {
            lock.unlock();
        }
    }

    private void poll() {
        lock.lock();
        try {
            if (watchers == 0 || closed) {
                polling = false;
                return;
            }
            long next = nextEvent.getAsLong();
            if (next != seen) {
                seen = next;
                grown.signalAll();
            }
        } finally {
            lock.unlock();
        }
        try {
            ticked.run();
        } finally {
            // Whoever meets a damaged record must not end the looking for everybody else.
            timer.at(timer.now() + pollMillis, this::poll);
        }
    }

    /** Waits until event {@code number} is there, at most so long; for those who have called {@link #watch}. */
    void await(long number, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (nextEvent.getAsLong() <= number && left > 0 && !closed) {
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting. */
    void close() {
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
