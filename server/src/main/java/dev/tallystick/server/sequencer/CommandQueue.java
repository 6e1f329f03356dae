package dev.tallystick.server.sequencer;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The commands waiting for the writer, in order of arrival, bounded by the number of their deltas. Any thread offers;
 * the writer takes.
 */
final class CommandQueue {
    private final int deltasMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final ArrayDeque<Submission> waiting = new ArrayDeque<>();
    private int deltas;
    private boolean closed;
    private boolean writerWaits;
    private boolean woken;

    CommandQueue(int deltasMax) {
        this.deltasMax = deltasMax;
    }

    /** What became of an offer. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    Offer offer(Submission submission) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (deltas > 0 && deltas + submission.weight() > deltasMax) {
                return Offer.FULL;
            }
            deltas += submission.weight();
            waiting.add(submission);
            if (writerWaits) {
                writerWaits = false;
                notEmpty.signal();
            }
            return Offer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for work, then moves as much as one group may hold into {@code group}.
     *
     * @param idleNanos returns an empty group after so long without work, or after {@link #wake}
     * @return false once the queue is closed and empty
     */
    boolean take(List<Submission> group, int groupDeltas, long idleNanos) {
        lock.lock();
        try {
            long left = idleNanos;
            while (waiting.isEmpty() && !closed && !woken && left > 0) {
                writerWaits = true;
                left = notEmpty.awaitNanos(left);
                writerWaits = false;
            }
            int taken = 0;
            for (Submission next = waiting.peek();
                    next != null && (taken == 0 || taken + next.weight() <= groupDeltas);
                    next = waiting.peek()) {
                waiting.remove();
                taken += next.weight();
                group.add(next);
            }
            deltas -= taken;
            return !(closed && waiting.isEmpty() && group.isEmpty());
        } catch (InterruptedException e) {
            throw new IllegalStateException("the writer is never interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** Has the writer look after something else than commands: its next wait ends at once, until {@link #calm}. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /** By the writer: it has looked. */
    void calm() {
        lock.lock();
        try {
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    /** No more offers are taken; what waits is still handed out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Fails everything that waits: nothing of it was stored. */
    void fail(String reason) {
        List<Submission> rest;
        lock.lock();
        try {
            rest = List.copyOf(waiting);
            waiting.clear();
            deltas = 0;
        } finally {
            lock.unlock();
        }
        rest.forEach(submission -> submission.fail(new PlaneStoppedException(reason, false)));
    }

    int waitingDeltas() {
        lock.lock();
        try {
            return deltas;
        } finally {
            lock.unlock();
        }
    }
}
