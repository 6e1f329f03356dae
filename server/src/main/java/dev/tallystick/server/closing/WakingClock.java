package dev.tallystick.server.closing;

import java.time.InstantSource;

/** A clock that can be waited for. Any thread. */
public interface WakingClock extends InstantSource {
    /**
     * Waits until the clock shows {@code instant} or a later one. May return before, so that the caller looks at what
     * else has changed.
     *
     * @param instant milliseconds since the epoch
     */
    void await(long instant);

    /** Ends every wait that is going on, and the next one of each thread that was about to begin one. */
    void wake();
}
