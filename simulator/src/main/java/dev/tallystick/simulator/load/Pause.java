package dev.tallystick.simulator.load;

import java.util.concurrent.locks.LockSupport;

/** Lets time pass where nothing can be waited for: the moment of a kill, the memory of an idle process. */
public final class Pause {
    private Pause() {}

    /** Returns after so many nanoseconds, not before. */
    public static void nanos(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
