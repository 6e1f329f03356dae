package dev.tallystick.server.closing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Another clock, with waiting by the machine's own timer; a clock that is set meanwhile is noticed within a minute. */
public final class PatientClock implements WakingClock {
    private static final long WAIT_MILLIS_MAX = 60_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private long wakes;
    private long seen;

    public PatientClock(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public long millis() {
        return clock.millis();
    }

    @Override
    public void await(long instant) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(Math.min(instant - clock.millis(), WAIT_MILLIS_MAX));
            while (left > 0 && wakes == seen) {
                left = woken.awaitNanos(left);
            }
            seen = wakes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void wake() {
        lock.lock();
        try {
            wakes++;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
