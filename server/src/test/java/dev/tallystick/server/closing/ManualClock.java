package dev.tallystick.server.closing;

import java.time.Instant;

/** A clock that is set by hand; a test can tell when whoever waits for it has nothing more to do. */
final class ManualClock implements WakingClock {
    private long now;
    private long awaited = Long.MIN_VALUE;
    private boolean woken;

    ManualClock(String instant) {
        now = Instant.parse(instant).toEpochMilli();
    }

    @Override
    public synchronized Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public synchronized void await(long instant) {
        awaited = instant;
        notifyAll();
        while (now < instant && !woken) {
            pause();
        }
        woken = false;
        awaited = Long.MIN_VALUE;
    }

    @Override
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    synchronized void set(String instant) {
        now = Instant.parse(instant).toEpochMilli();
        notifyAll();
    }

    /** Returns once somebody waits for an instant that is still to come. */
    synchronized void settle() {
        while (awaited <= now || woken) {
            pause();
        }
    }

    private void pause() {
        try {
            wait();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
