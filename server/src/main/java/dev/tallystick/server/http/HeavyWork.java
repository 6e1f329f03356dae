package dev.tallystick.server.http;

import dev.tallystick.server.config.HeavyWorkLimits;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Where work is done that keeps a core busy for long, first come, first served. Requests run on virtual threads, which
 * share as many carriers as there are cores and leave them only where they wait: as many drawings as cores, and no other
 * request would run until one is done. So such work has a few platform threads, between which and the carriers the system
 * shares out the cores, and the request waits. Thread-safe.
 *
 * <p>Work that reads or writes a connection has no place here: a slow client would hold the thread. It yields instead.
 */
final class HeavyWork {
    private final HeavyWorkLimits limits;
    private final ThreadPoolExecutor threads;

    HeavyWork(HeavyWorkLimits limits) {
        this.limits = limits;
        // The queue is bounded by the requests under way, each of which waits for its own work and for one at a time.
        this.threads = new ThreadPoolExecutor(
                limits.atOnce(),
                limits.atOnce(),
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("heavy-work-", 0).daemon(true).factory());
    }

    /** Whether work over so many rows and records takes too little time to be done here. */
    boolean isFew(long rows) {
        return rows <= limits.fewRecords();
    }

    /**
     * Does the work on another thread and waits for it. What has begun is waited for to its end, as it may use what the
     * caller closes afterwards.
     *
     * @return what the work returns; what it throws is thrown
     * @throws ProblemException 503, if it could not begin in time or the caller was interrupted before; it never will
     */
    <T> T run(Supplier<T> work) {
        Turn<T> turn = new Turn<>(work);
        threads.execute(turn);
        if (!turn.begins(limits.waitMillis()) && turn.withdraw()) {
            threads.remove(turn);
            throw Problem.unavailable("The server is busy with as many documents and long comparisons as it takes on."
                            + " Nothing was stored; try again shortly.")
                    .toException();
        }
        return turn.result();
    }

    /** A piece of work, to be begun or withdrawn, whichever comes first. */
    private static final class Turn<T> implements Runnable {
        private final FutureTask<T> task;
        private final AtomicBoolean decided = new AtomicBoolean();
        private final CountDownLatch begun = new CountDownLatch(1);

        Turn(Supplier<T> work) {
            this.task = new FutureTask<>(work::get);
        }

        @Override
        public void run() {
            if (decided.compareAndSet(false, true)) {
                begun.countDown();
                task.run();
            }
        }

        /** False if it has not begun when the time is over or the caller is interrupted. */
        boolean begins(long millis) {
            try {
                return begun.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** False if it has begun meanwhile. */
        boolean withdraw() {
            return decided.compareAndSet(false, true);
        }

        T result() {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return task.get();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } catch (ExecutionException e) {
                throw thrown(e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** A supplier throws nothing checked. */
        private static RuntimeException thrown(ExecutionException e) {
            return switch (e.getCause()) {
                case RuntimeException unchecked -> unchecked;
                case Error error -> throw error;
                case null, default -> new IllegalStateException("work threw what it cannot", e);
            };
        }
    }
}
