package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the attempts to deliver to one endpoint, and draws the consequences. Runs on workers, on one at a time for each
 * lane; holds the outlet's lock only to look at what is first and to note what came of it, never while it sends.
 */
final class Attempts {
    private static final System.Logger LOG = System.getLogger(Attempts.class.getName());

    /** Notices of one lane delivered in a row before others get a turn. */
    private static final int TURN = 16;

    private static final int REPLY_MAX = 1_000;

    private final String id;
    private final Turns turns;
    private final TrackRecord record;
    private final NoticeFeed feed;
    private final Courier courier;
    private final OutletDesk desk;
    private final Timer timer;
    private final RandomGenerator random;

    Attempts(
            String id,
            Turns turns,
            TrackRecord record,
            NoticeFeed feed,
            Courier courier,
            OutletDesk desk,
            HookGear gear) {
        this.id = id;
        this.turns = turns;
        this.record = record;
        this.feed = feed;
        this.courier = courier;
        this.desk = desk;
        this.timer = gear.timer();
        this.random = gear.random();
    }

    /** Delivers from a lane whose turn it is; false if that broke off. */
    boolean take(Turns.Turn turn) {
        Lane lane = turn.lane();
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

    /** Makes one attempt; true if the lane has something more to deliver at once. */
    private boolean deliverFirst(Lane lane) {
        Pending first;
        Endpoint endpoint;
        turns.lock.lock();
        try {
            endpoint = turns.isClosed() ? null : desk.endpoint(id);
            first = lane.queue.peek();
            if (endpoint == null || !endpoint.enabled() || first == null || !turns.begin()) {
                return false;
            }
        } finally {
            turns.lock.unlock();
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
        turns.lock.lock();
        try {
            settle(lane, first);
            record.succeeded(begin);
            return !lane.queue.isEmpty();
        } finally {
            turns.lock.unlock();
        }
    }

    private boolean failed(Lane lane, Pending first, Endpoint endpoint, Notice notice, long begin, Answer answer) {
        long now = timer.now();
        int attempts = first.attempts + 1;
        boolean last = attempts >= RetrySchedule.ATTEMPTS_MAX;
        boolean recorded = last && desk.givenUp(endpoint, notice, attempts, answer.sentence());
        long nextAt = !last
                ? RetrySchedule.nextAt(now, attempts, answer.retryAfterMillis(), random)
                : recorded ? 0 : now + Turns.LATER_MILLIS;
        desk.attempted(
                endpoint,
                notice,
                first.fresh,
                attempt(begin, answer),
                recorded ? Delivery.Status.FAILED : Delivery.Status.PENDING,
                nextAt);
        boolean hopeless;
        boolean more;
        turns.lock.lock();
        try {
            first.fresh = false;
            hopeless = record.failed(begin, now);
            if (recorded) {
                settle(lane, first);
            } else {
                first.attempts = last ? first.attempts : attempts;
                first.nextAt = nextAt;
                if (first.published != null) {
                    desk.keep(id, first);
                }
                turns.waitUntil(lane, nextAt);
            }
            more = lane.stage == Lane.Stage.RUNNING && !lane.queue.isEmpty();
        } finally {
            turns.lock.unlock();
        }
        if (answer.gone()) {
            desk.disable(endpoint, EndpointState.GONE);
        } else if (hopeless) {
            desk.disable(endpoint, EndpointState.FAILED);
        }
        return more;
    }

    /** The first of a lane is done with. */
    private void settle(Lane lane, Pending first) {
        turns.backlog.remove(lane, first);
        if (first.published != null) {
            desk.settled(id, first);
        }
    }

    private Delivery.Attempt attempt(long begin, Answer answer) {
        return new Delivery.Attempt(
                begin, Math.max(0, timer.now() - begin), answer.status(), answer.sentence(), clipped(answer.body()));
    }

    private static String clipped(String reply) {
        return reply.length() <= REPLY_MAX ? reply : reply.substring(0, reply.offsetByCodePoints(0, REPLY_MAX));
    }
}
