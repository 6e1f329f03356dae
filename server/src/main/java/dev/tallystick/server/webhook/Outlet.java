package dev.tallystick.server.webhook;

import dev.tallystick.ledger.read.LedgerUnreadableException;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.server.webhook.Turns.Turn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one endpoint is told: {@link Intake} follows the journal from the endpoint's cursor, a {@link Lane} keeps each
 * customer's notices in order, {@link Turns} tells which lane may go on, and {@link Attempts} deliver. It shares nothing
 * that blocks with other endpoints. An event leaves it in one of two ways: delivered, or given up; both are written down
 * after the fact, so that a crash between can only deliver twice. Thread-safe.
 */
final class Outlet {
    private static final System.Logger LOG = System.getLogger(Outlet.class.getName());
    private final String id;
    private final Courier courier;
    private final OutletDesk desk;
    private final HookGear gear;
    private final Turns turns;
    private final Intake intake;
    private final TrackRecord record;
    private final Attempts attempts;

    /** The highest place of what was published. */
    private long places;

    /** Whether it would read on if there were more: else a worker or a wait that ends looks again. */
    private volatile boolean hungry = true;

    /** @param published what was published to it and not settled, in the order of its places */
    Outlet(
            Endpoint endpoint,
            OutletState state,
            List<Pending> published,
            NoticeFeed feed,
            Courier courier,
            OutletDesk desk,
            HookGear gear) {
        this.id = endpoint.id();
        this.courier = courier;
        this.desk = desk;
        this.gear = gear;
        this.turns = new Turns(gear, this::pump);
        this.intake = new Intake(endpoint.tenantId(), feed, state);
        this.record = new TrackRecord(state);
        this.attempts = new Attempts(id, turns, record, feed, courier, desk, gear);
        this.places = published.isEmpty() ? 0 : published.getLast().place;
        restore(state.pending(), published);
    }

    private void restore(List<Pending> pending, List<Pending> published) {
        pending.forEach(this::add);
        published.forEach(turns.backlog::add);
        for (Lane lane : turns.backlog.lanes(Lane.Stage.READY)) {
            long dueAt = lane.queue.getFirst().nextAt;
            if (dueAt > gear.timer().now()) {
                turns.waitUntil(lane, dueAt);
            }
        }
    }

    /** Looks for something to do, and sets workers on it; called whenever there may be. Does not block for long. */
    void pump() {
        turns.lock.lock();
        try {
            setWorkersOn(nextDue());
        } finally {
            turns.lock.unlock();
        }
    }

    /** A worker for a lane, and for every other that is due; the lock is held. */
    private void setWorkersOn(@Nullable Turn first) {
        for (Turn turn = first; turn != null; turn = nextDue()) {
            Turn due = turn;
            gear.workers().execute(() -> work(due));
        }
    }

    /** A lane for one more worker, or null if there is nothing due or no worker to be had; the lock is held. */
    private @Nullable Turn nextDue() {
        Endpoint endpoint = turns.isClosed() ? null : desk.endpoint(id);
        hungry = false;
        if (endpoint == null || !endpoint.enabled()) {
            return null;
        }
        try {
            while (turns.hasRoom() && intake.read(turns.backlog)) {
                record.touch();
            }
        } catch (LedgerUnreadableException e) {
            LOG.log(System.Logger.Level.ERROR, "webhook endpoint " + id + " can only be told what was read already", e);
            return turns.next();
        }
        hungry = turns.hasRoom();
        return turns.next();
    }

    /** Delivers from one lane after the other while any is due. Runs on a worker; a lane is one worker's at a time. */
    private void work(Turn first) {
        for (Turn turn = first; turn != null; turn = next(turn, attempts.take(turn))) {
            // What is done is in the conditions: one lane after the other.
        }
    }

    /** Gives a lane back and takes the next, on the same worker: a thread for each would cost as much as its delivery. */
    private @Nullable Turn next(Turn turn, boolean whole) {
        turns.lock.lock();
        try {
            turns.end(turn, whole);
            Turn next = nextDue();
            setWorkersOn(next == null ? null : nextDue());
            return next;
        } finally {
            turns.lock.unlock();
        }
    }

    /** Takes in what is to be told; the lock is held. */
    private void add(Pending each) {
        if (each.published != null) {
            each.place = ++places;
            desk.keep(id, each);
        }
        turns.backlog.add(each);
    }

    /** Whether the journal has something it has not read; may be wrong for a moment, and is asked again soon. */
    boolean hasNews() {
        return hungry && intake.hasNews();
    }

    /** Tells the endpoint something no event stands for; false if it has too much to tell already. */
    boolean offer(Notice notice) {
        turns.lock.lock();
        try {
            if (turns.isClosed() || turns.backlog.size() >= gear.limits().pending()) {
                return false;
            }
            add(Pending.published(notice));
            record.touch();
        } finally {
            turns.lock.unlock();
        }
        turns.look();
        return true;
    }

    /** Tells again what events in a range gave, after what is under way. */
    void replay(long from, long to) {
        turns.lock.lock();
        try {
            intake.replay(from, to);
            record.touch();
        } finally {
            turns.lock.unlock();
        }
        turns.look();
    }

    /**
     * Tries a notice again now: the one that waits, with its attempts counted from the beginning, or once more if it was
     * delivered or given up.
     */
    void retry(Notice notice, long number, int part) {
        Lane due;
        turns.lock.lock();
        try {
            Pending known = turns.backlog.find(notice, number, part);
            if (known == null) {
                add(number < 0 ? Pending.published(notice) : Pending.ofEvent(notice.customerId(), number, part));
            }
            due = known == null ? null : turns.backlog.retry(known);
            record.touch();
        } finally {
            turns.lock.unlock();
        }
        if (due != null) {
            turns.wake(due, Long.MAX_VALUE);
        } else {
            turns.look();
        }
    }

    /** Everything that waits becomes due, with its attempts counted from the beginning: the endpoint is enabled again. */
    void restart() {
        List<Lane> due;
        turns.lock.lock();
        try {
            record.forgive();
            due = turns.backlog.lanes(Lane.Stage.WAITING);
            due.forEach(lane -> lane.queue.getFirst().attempts = 0);
        } finally {
            turns.lock.unlock();
        }
        due.forEach(lane -> turns.wake(lane, Long.MAX_VALUE));
        turns.look();
    }

    /** What there is to write down, or null if nothing has changed since the last time. */
    @Nullable
    OutletState changed() {
        turns.lock.lock();
        try {
            return record.takeDirty() ? record.state(intake, turns.backlog) : null;
        } finally {
            turns.lock.unlock();
        }
    }

    /**
     * What is still to be told.
     *
     * @param event the first event among it, {@link Long#MAX_VALUE} if none is
     * @param publishedAt when the oldest published notice among it was, milliseconds since the epoch, likewise
     */
    record Waiting(int notices, long event, long publishedAt, long cursor) {}

    Waiting waiting() {
        turns.lock.lock();
        try {
            return turns.backlog.waiting(intake.cursor());
        } finally {
            turns.lock.unlock();
        }
    }

    /** Where it stands. */
    OutletState state() {
        turns.lock.lock();
        try {
            return record.state(intake, turns.backlog);
        } finally {
            turns.lock.unlock();
        }
    }

    /** Begins nothing more; what is under way is not waited for, and if it ends later, it is delivered once more. */
    void close() {
        turns.lock.lock();
        try {
            turns.close();
        } finally {
            turns.lock.unlock();
        }
        courier.close();
    }
}
