package dev.tallystick.server.webhook;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is at one endpoint: so many lanes side by side, no faster than its pace, and each that failed once its
 * wait is over. To be called under {@link #lock}, but for {@link #wake} and {@link #look}, which may be called by anybody.
 */
final class Turns {
    /** How long something waits that could not be done for reasons of this server. */
    static final long LATER_MILLIS = 60_000;

    private static final long REST_MILLIS = 10;

    /** Guards everything an outlet holds. */
    final ReentrantLock lock = new ReentrantLock();

    final Backlog backlog = new Backlog();
    private final Timer timer;
    private final Executor workers;
    private final HookLimits limits;
    private final Pace pace;
    private final Runnable pump;
    private int running;
    private boolean resting;
    private boolean closed;

    /** @param pump looks for something to do; takes the lock */
    Turns(HookGear gear, Runnable pump) {
        this.timer = gear.timer();
        this.workers = gear.workers();
        this.limits = gear.limits();
        this.pace = new Pace(limits.perSecond());
        this.pump = pump;
    }

    /** Whether more may be read from the journal. */
    boolean hasRoom() {
        return backlog.due() < limits.ahead() && backlog.size() < limits.pending();
    }

    /**
     * A lane's turn on one worker.
     *
     * @param number among the lane's turns: when a lane had to wait, its next turn may begin before a worker has ended this one
     */
    record Turn(Lane lane, int number) {}

    /** The next lane to be worked on, which {@link #end} ends; null if there is none or it has to wait. */
    @Nullable
    Turn next() {
        if (running >= limits.concurrent() || rests()) {
            return null;
        }
        Lane lane = backlog.take();
        if (lane == null) {
            return null;
        }
        running++;
        return new Turn(lane, lane.turns);
    }

    /** A turn is over; a lane whose turn broke off waits a while. */
    void end(Turn turn, boolean whole) {
        running--;
        Lane lane = turn.lane();
        if (lane.turns != turn.number()) {
            return;
        }
        Pending first = lane.queue.peek();
        if (!whole && first != null && lane.stage == Lane.Stage.RUNNING) {
            first.nextAt = timer.now() + LATER_MILLIS;
            waitUntil(lane, first.nextAt);
        }
        backlog.giveBack(lane);
    }

    /** Whether an attempt may begin now, and if so, it does. */
    boolean begin() {
        if (rests()) {
            return false;
        }
        pace.begin(timer.now());
        return true;
    }

    /** Whether it is ahead of its pace; it then looks again soon. */
    private boolean rests() {
        long now = timer.now();
        if (pace.allows(now)) {
            return false;
        }
        if (!resting) {
            resting = true;
            timer.at(now + REST_MILLIS, this::endRest);
        }
        return true;
    }

    private void endRest() {
        lock.lock();
        try {
            resting = false;
        } finally {
            lock.unlock();
        }
        look();
    }

    /** A lane waits until the time of its first. */
    void waitUntil(Lane lane, long at) {
        backlog.park(lane);
        timer.at(at, () -> wake(lane, at));
    }

    /** Ends a lane's wait, unless a later attempt has set another time meanwhile. */
    void wake(Lane lane, long at) {
        lock.lock();
        try {
            if (closed || !backlog.unpark(lane, at)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        look();
    }

    /** Has a worker look for something to do. */
    void look() {
        workers.execute(pump);
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }
}
