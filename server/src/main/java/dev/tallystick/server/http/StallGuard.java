package dev.tallystick.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections whose client is too slow: each request has one time limit, from its first line to the last byte of
 * its reply, whatever it spends the time with. The web server itself limits only connections that wait for a request.
 *
 * <pre>
 *   first line read --> watched --(filter takes over)--> routed --(reply written)--> forgotten
 *                          |                               |
 *                          +-- time is up: socket closed --+
 * </pre>
 *
 * <p>A connection is known by the thread that serves it. Thread-safe.
 */
final class StallGuard implements Http1ConnectionListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StallGuard.class.getName());

    private final long limitNanos;
    private final Map<Thread, Watch> watches = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer;

    StallGuard(long limitMillis) {
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "http-stall-guard");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A request under way. Its connection's thread alone changes it; the timer reads. */
    static final class Watch {
        private final ConnectionContext connection;
        private volatile long deadlineNanos;
        private boolean routed;

        private Watch(ConnectionContext connection, long deadlineNanos) {
            this.connection = connection;
            this.deadlineNanos = deadlineNanos;
        }

        ConnectionContext connection() {
            return connection;
        }

        /** Sets another time limit from now on. */
        void limitTo(long millis) {
            deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }

    void start() {
        long period = Math.clamp(limitNanos / 10, TimeUnit.MILLISECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(1));
        var _ = timer.scheduleWithFixedDelay(this::closeStalled, period, period, TimeUnit.NANOSECONDS);
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        watches.put(Thread.currentThread(), new Watch(connection, System.nanoTime() + limitNanos));
    }

    /** Notices when the web server itself answers a request it could not read: nothing is left to watch then. */
    Http1ConnectionListener replies() {
        return new Http1ConnectionListener() {
            @Override
            public void data(ConnectionContext connection, BufferData data) {
                Watch watch = watches.get(Thread.currentThread());
                if (watch != null && !watch.routed) {
                    watches.remove(Thread.currentThread());
                }
            }
        };
    }

    /** The watch over the request this thread serves. */
    Watch routed() {
        Watch watch = watches.get(Thread.currentThread());
        if (watch == null) {
            throw new IllegalStateException("A request was routed before its first line was reported.");
        }
        watch.routed = true;
        return watch;
    }

    /** The reply has been written. */
    void done() {
        watches.remove(Thread.currentThread());
    }

    /** Requests under way. */
    int size() {
        return watches.size();
    }

    private void closeStalled() {
        long now = System.nanoTime();
        List<Watch> stalled = new ArrayList<>();
        watches.values().removeIf(watch -> now - watch.deadlineNanos > 0 && stalled.add(watch));
        stalled.forEach(watch -> close(watch.connection));
    }

    private static void close(ConnectionContext connection) {
        try {
            connection.serverSocket().close();
        } catch (RuntimeException e) {
            // It was closed already, most likely; whatever it was must not end the guard.
            LOG.log(System.Logger.Level.DEBUG, "a stalled connection could not be closed", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
