package dev.tallystick.server.webhook;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** Time that passes when a test says so, and the tasks that are run on the test's thread while it does. */
final class FakeTime implements Timer, InstantSource, Executor {
    private record Task(long at, long order, Runnable run) {}

    private final PriorityQueue<Task> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private long order;
    private volatile long now = 1_770_000_000_000L;

    @Override
    public long now() {
        return now;
    }

    @Override
    public long millis() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public synchronized Waiting at(long at, Runnable task) {
        Task waits = new Task(at, order++, task);
        waiting.add(waits);
        return () -> cancel(waits);
    }

    private synchronized void cancel(Task task) {
        waiting.remove(task);
    }

    @Override
    public synchronized void execute(Runnable task) {
        ready.add(task);
    }

    /** Runs what is ready, and what that makes ready, until nothing is. */
    void settle() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private synchronized Runnable next() {
        return ready.poll();
    }

    /** Lets time pass; whatever becomes due on the way is run at its own time. */
    void pass(long millis) {
        long until = now + millis;
        settle();
        for (Task task = due(until); task != null; task = due(until)) {
            now = Math.max(now, task.at());
            task.run().run();
            settle();
        }
        now = until;
    }

    private synchronized Task due(long until) {
        return waiting.isEmpty() || waiting.peek().at() > until ? null : waiting.poll();
    }
}
