package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.server.webhook.NoticeFeed.Numbered;
import dev.tallystick.server.webhook.NoticeFeed.Part;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything one endpoint is told: follows the journal from its cursor, keeps each customer's notices in order in a
 * {@link Lane}, and has workers deliver lanes side by side. It shares nothing that blocks with other endpoints. An event
 * leaves it in one of two ways: delivered, or given up; both are written down after the fact, so that a crash between
 * can only deliver twice. Thread-safe.
 */
final class Outlet {
    private static final System.Logger LOG = System.getLogger(Outlet.class.getName());

    /** Notices of one lane delivered in a row before others get a turn. */
    private static final int TURN = 16;

    private static final long LATER_MILLIS = 60_000;
    private static final long REST_MILLIS = 10;

    private final String tenantId;
    private final String id;
    private final NoticeFeed feed;
    private final Courier courier;
    private final OutletDesk desk;
    private final Timer timer;
    private final Executor workers;
    private final RandomGenerator random;
    private final HookLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Backlog backlog = new Backlog();
    private final Pace pace;
    private final ArrayDeque<OutletState.Range> replays = new ArrayDeque<>();
    private volatile long cursor;

    /** The first event that no earlier process can have told. */
    private final long begun;

    /** Whether it would read on if there were more: else a worker or a wait that ends looks again. */
    private volatile boolean hungry = true;

    private long failingSince;
    private long successes;
    private long failures;
    private long lastAt;
    private int running;
    private boolean resting;
    private boolean dirty = true;
    private boolean closed;

    Outlet(
            Endpoint endpoint,
            OutletState state,
            NoticeFeed feed,
            Courier courier,
            OutletDesk desk,
            Timer timer,
            Executor workers,
            RandomGenerator random,
            HookLimits limits) {
        this.tenantId = endpoint.tenantId();
        this.id = endpoint.id();
        this.feed = feed;
        this.courier = courier;
        this.desk = desk;
        this.timer = timer;
        this.workers = workers;
        this.random = random;
        this.limits = limits;
        this.pace = new Pace(limits.perSecond());
        this.begun = feed.nextEvent();
        restore(state);
    }

    private void restore(OutletState state) {
        cursor = state.cursor();
        failingSince = state.failingSince();
        successes = state.successes();
        failures = state.failures();
        lastAt = state.lastAt();
        replays.addAll(state.replays());
        state.pending().forEach(backlog::add);
        for (Lane lane : backlog.lanes(Lane.Stage.READY)) {
            long dueAt = lane.queue.getFirst().nextAt;
            if (dueAt > timer.now()) {
                waitUntil(lane, dueAt);
            }
        }
    }

    /** Looks for something to do, and sets workers on it; called whenever there may be. Does not block for long. */
    void pump() {
        lock.lock();
        try {
            setWorkersOn(nextDue());
        } finally {
            lock.unlock();
        }
    }

    /** A worker for a lane, and for every other that is due; the lock is held. */
    private void setWorkersOn(@Nullable Lane first) {
        for (Lane lane = first; lane != null; lane = nextDue()) {
            Lane due = lane;
            workers.execute(() -> work(due));
        }
    }

    /** A lane for one more worker, or null if there is nothing due or no worker to be had; the lock is held. */
    private @Nullable Lane nextDue() {
        Endpoint endpoint = closed ? null : desk.endpoint(id);
        hungry = false;
        if (endpoint == null || !endpoint.enabled()) {
            return null;
        }
        while (hasRoom() && takeIn()) {
            dirty = true;
        }
        hungry = hasRoom();
        Lane lane = running < limits.concurrent() && !rests() ? backlog.take() : null;
        running += lane == null ? 0 : 1;
        return lane;
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
        workers.execute(this::pump);
    }

    private boolean hasRoom() {
        return backlog.due() < limits.ahead() && backlog.size() < limits.pending();
    }

    /** Whether the journal has something it has not read; may be wrong for a moment, and is asked again soon. */
    boolean hasNews() {
        return hungry && cursor < feed.nextEvent();
    }

    /** Reads one stretch of the journal; false if there is nothing to read. What was asked for again goes first. */
    private boolean takeIn() {
        OutletState.Range replay = replays.peek();
        long from = replay == null ? cursor : replay.from();
        long to = replay == null ? Long.MAX_VALUE : replay.to();
        Part part = feed.read(tenantId, from);
        for (Numbered numbered : part.notices()) {
            if (numbered.number() < to) {
                Pending each = Pending.ofEvent(numbered.notice().customerId(), numbered.number(), numbered.part());
                each.atHand = numbered.notice();
                each.fresh = replay == null && numbered.number() >= begun;
                backlog.add(each);
            }
        }
        if (replay == null) {
            boolean moved = part.next() > cursor;
            cursor = part.next();
            return moved;
        }
        replays.remove();
        if (part.next() > from && part.next() < to) {
            replays.addFirst(new OutletState.Range(part.next(), to));
        }
        return true;
    }

    /** Delivers from one lane after the other while any is due. Runs on a worker; a lane is one worker's at a time. */
    private void work(Lane first) {
        for (Lane lane = first; lane != null; lane = next(lane, takeTurn(lane))) {
            // What is done is in the conditions: one lane after the other.
        }
    }

    /** Delivers from one lane; false if that broke off. */
    private boolean takeTurn(Lane lane) {
        try {
            boolean more = true;
            for (int i = 0; i < TURN && more; i++) {
                more = deliverFirst(lane);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "deliveries of webhook endpoint " + id + " failed unexpectedly", e);
            return false;
        }
    }

    /** Gives a lane back and takes the next, on the same worker: a thread for each would cost as much as its delivery. */
    private @Nullable Lane next(Lane lane, boolean whole) {
        lock.lock();
        try {
            running--;
            Pending first = lane.queue.peek();
            if (!whole && first != null && lane.stage == Lane.Stage.RUNNING) {
                first.nextAt = timer.now() + LATER_MILLIS;
                waitUntil(lane, first.nextAt);
            }
            backlog.giveBack(lane);
            Lane next = nextDue();
            setWorkersOn(next == null ? null : nextDue());
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Makes one attempt; true if the lane has something more to deliver at once. */
    private boolean deliverFirst(Lane lane) {
        Pending first;
        Endpoint endpoint;
        lock.lock();
        try {
            endpoint = closed ? null : desk.endpoint(id);
            first = lane.queue.peek();
            if (endpoint == null || !endpoint.enabled() || first == null || rests()) {
                return false;
            }
            pace.begin(timer.now());
        } finally {
            lock.unlock();
        }
        Notice notice = notice(first);
        long begin = timer.now();
        Answer answer =
                notice == null ? Answer.none("The event is not in the journal.") : courier.send(endpoint, notice);
        if (notice == null || answer.delivered()) {
            return delivered(lane, first, endpoint, notice, begin, answer);
        }
        return failed(lane, first, endpoint, notice, begin, answer);
    }

    private @Nullable Notice notice(Pending first) {
        if (first.published != null) {
            return first.published;
        }
        Notice atHand = first.atHand;
        if (atHand != null) {
            return atHand;
        }
        List<Notice> notices = feed.notices(first.number);
        return first.part < notices.size() ? notices.get(first.part) : null;
    }

    private boolean delivered(
            Lane lane, Pending first, Endpoint endpoint, @Nullable Notice notice, long begin, Answer answer) {
        if (notice != null) {
            desk.attempted(endpoint, notice, first.fresh, attempt(begin, answer), Delivery.Status.DELIVERED, 0);
        }
        lock.lock();
        try {
            backlog.remove(lane, first);
            dirty = true;
            successes++;
            failingSince = 0;
            lastAt = begin;
            return !lane.queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean failed(Lane lane, Pending first, Endpoint endpoint, Notice notice, long begin, Answer answer) {
        long now = timer.now();
        int attempts = first.attempts + 1;
        boolean last = attempts >= RetrySchedule.ATTEMPTS_MAX;
        boolean recorded = last && desk.givenUp(endpoint, notice, attempts, answer.sentence());
        long nextAt = !last
                ? RetrySchedule.nextAt(now, attempts, answer.retryAfterMillis(), random)
                : recorded ? 0 : now + LATER_MILLIS;
        desk.attempted(
                endpoint,
                notice,
                first.fresh,
                attempt(begin, answer),
                recorded ? Delivery.Status.FAILED : Delivery.Status.PENDING,
                nextAt);
        boolean hopeless;
        boolean more;
        lock.lock();
        try {
            first.fresh = false;
            failures++;
            lastAt = begin;
            failingSince = failingSince == 0 ? begin : failingSince;
            hopeless = now - failingSince >= RetrySchedule.FAILING_MAX_MILLIS;
            dirty = true;
            if (recorded) {
                backlog.remove(lane, first);
            } else {
                first.attempts = last ? first.attempts : attempts;
                first.nextAt = nextAt;
                waitUntil(lane, nextAt);
            }
            more = lane.stage == Lane.Stage.RUNNING && !lane.queue.isEmpty();
        } finally {
            lock.unlock();
        }
        if (answer.gone()) {
            desk.disable(endpoint, EndpointState.GONE);
        } else if (hopeless) {
            desk.disable(endpoint, EndpointState.FAILED);
        }
        return more;
    }

    private Delivery.Attempt attempt(long begin, Answer answer) {
        return new Delivery.Attempt(
                begin, Math.max(0, timer.now() - begin), answer.status(), answer.sentence(), clipped(answer.body()));
    }

    private static String clipped(String reply) {
        return reply.length() <= 1_000 ? reply : reply.substring(0, reply.offsetByCodePoints(0, 1_000));
    }

    private void waitUntil(Lane lane, long at) {
        backlog.park(lane);
        timer.at(at, () -> wake(lane, at));
    }

    /** Ends a lane's wait, unless a later attempt has set another time meanwhile. */
    private void wake(Lane lane, long at) {
        lock.lock();
        try {
            if (closed || !backlog.unpark(lane, at)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        workers.execute(this::pump);
    }

    /** Tells the endpoint something no event stands for; false if it has too much to tell already. */
    boolean offer(Notice notice) {
        lock.lock();
        try {
            if (closed || backlog.size() >= limits.pending()) {
                return false;
            }
            backlog.add(Pending.published(notice));
            dirty = true;
        } finally {
            lock.unlock();
        }
        workers.execute(this::pump);
        return true;
    }

    /** Tells again what events in a range gave, after what is under way. */
    void replay(long from, long to) {
        lock.lock();
        try {
            replays.add(new OutletState.Range(from, to));
            dirty = true;
        } finally {
            lock.unlock();
        }
        workers.execute(this::pump);
    }

    /**
     * Tries a notice again now: the one that waits, with its attempts counted from the beginning, or once more if it was
     * delivered or given up.
     */
    void retry(Notice notice, long number, int part) {
        Lane due = null;
        lock.lock();
        try {
            Lane lane = backlog.lane(notice.customerId());
            Pending first = lane == null ? null : find(lane, notice, number, part);
            if (lane == null || first == null) {
                backlog.add(
                        number < 0 ? Pending.published(notice) : Pending.ofEvent(notice.customerId(), number, part));
            } else if (lane.stage == Lane.Stage.WAITING) {
                first.attempts = 0;
                due = lane;
            }
            dirty = true;
        } finally {
            lock.unlock();
        }
        if (due != null) {
            wake(due, Long.MAX_VALUE);
        } else {
            workers.execute(this::pump);
        }
    }

    private static @Nullable Pending find(Lane lane, Notice notice, long number, int part) {
        for (Pending each : lane.queue) {
            Notice published = each.published;
            if (published == null
                    ? each.number == number && each.part == part
                    : published.id().equals(notice.id())) {
                return each;
            }
        }
        return null;
    }

    /** Everything that waits becomes due, with its attempts counted from the beginning: the endpoint is enabled again. */
    void restart() {
        List<Lane> due;
        lock.lock();
        try {
            failingSince = 0;
            dirty = true;
            due = backlog.lanes(Lane.Stage.WAITING);
            due.forEach(lane -> lane.queue.getFirst().attempts = 0);
        } finally {
            lock.unlock();
        }
        due.forEach(lane -> wake(lane, Long.MAX_VALUE));
        workers.execute(this::pump);
    }

    /** What there is to write down, or null if nothing has changed since the last time. */
    @Nullable
    OutletState changed() {
        lock.lock();
        try {
            if (!dirty) {
                return null;
            }
            dirty = false;
            return stateLocked();
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            return backlog.waiting(cursor);
        } finally {
            lock.unlock();
        }
    }

    /** Where it stands. */
    OutletState state() {
        lock.lock();
        try {
            return stateLocked();
        } finally {
            lock.unlock();
        }
    }

    private OutletState stateLocked() {
        return new OutletState(cursor, failingSince, successes, failures, lastAt, List.copyOf(replays), backlog.all());
    }

    /** Begins nothing more; what is under way is not waited for, and if it ends later, it is delivered once more. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        courier.close();
    }
}
