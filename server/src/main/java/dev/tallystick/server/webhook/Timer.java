package dev.tallystick.server.webhook;

/** Time for deliveries: what it is and waking up at a later one. Thread-safe. */
public interface Timer {
    /** Milliseconds since the epoch. */
    long now();

    /**
     * Runs a task once it is {@code at}, soon if that is past. The task must not block.
     *
     * @param at milliseconds since the epoch
     */
    Waiting at(long at, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Waiting {
        /** The task is not run any more, if it has not begun. */
        void cancel();
    }
}
