package dev.tallystick.server.webhook;

import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time, on one thread. */
public final class SystemTimer implements Timer, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SystemTimer.class.getName());

    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor thread;

    /** Starts its thread with the first task. */
    public SystemTimer(InstantSource clock) {
        this.clock = clock;
        this.thread = new ScheduledThreadPoolExecutor(
                1,
                task -> Thread.ofPlatform().name("webhook-timer").daemon(true).unstarted(task));
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long now() {
        return clock.millis();
    }

    @Override
    public Waiting at(long at, Runnable task) {
        if (thread.isShutdown()) {
            return () -> {};
        }
        ScheduledFuture<?> waiting =
                thread.schedule(() -> guarded(task), Math.max(0, at - now()), TimeUnit.MILLISECONDS);
        return () -> waiting.cancel(false);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a task of the webhook timer failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
