package dev.tallystick.server.webhook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one endpoint is still to be told, in a {@link Lane} for each customer. Owned by its outlet's lock. */
final class Backlog {
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final ArrayDeque<Lane> ready = new ArrayDeque<>();
    private int pending;
    private int waiting;

    /** All notices. */
    int size() {
        return pending;
    }

    /** Those that do not wait for a retry, or behind one that does. */
    int due() {
        return pending - waiting;
    }

    void add(Pending each) {
        Lane lane = lanes.get(each.customerId);
        if (lane == null) {
            lane = new Lane(each.customerId);
            lanes.put(each.customerId, lane);
            ready.add(lane);
        }
        lane.queue.add(each);
        pending++;
        if (lane.stage == Lane.Stage.WAITING) {
            waiting++;
            each.atHand = null;
        }
    }

    /** The next lane with something to deliver, which runs from now on, or null. */
    @Nullable
    Lane take() {
        Lane lane = ready.poll();
        if (lane != null) {
            lane.stage = Lane.Stage.RUNNING;
            lane.turns++;
        }
        return lane;
    }

    /** A lane that was taken is not worked on any more. */
    void giveBack(Lane lane) {
        if (lane.stage == Lane.Stage.RUNNING) {
            if (lane.queue.isEmpty()) {
                lanes.remove(lane.customerId);
            } else {
                lane.stage = Lane.Stage.READY;
                ready.add(lane);
            }
        }
    }

    /** The first of a lane is done with. */
    void remove(Lane lane, Pending first) {
        if (lane.queue.peek() == first) {
            lane.queue.remove();
            pending--;
        }
    }

    /** A lane waits for the time of its first. */
    void park(Lane lane) {
        ready.remove(lane);
        lane.stage = Lane.Stage.WAITING;
        waiting += lane.queue.size();
        lane.queue.forEach(each -> each.atHand = null);
    }

    /** Ends a lane's wait if its first was due at {@code at} or before. */
    boolean unpark(Lane lane, long at) {
        if (lane.stage != Lane.Stage.WAITING || lane.queue.getFirst().nextAt > at) {
            return false;
        }
        lane.stage = Lane.Stage.READY;
        waiting -= lane.queue.size();
        ready.add(lane);
        return true;
    }

    /** The notice that is already there, or null. */
    @Nullable
    Pending find(Notice notice, long number, int part) {
        Lane lane = lanes.get(notice.customerId());
        for (Pending each : lane == null ? List.<Pending>of() : lane.queue) {
            Notice published = each.published;
            if (published == null
                    ? each.number == number && each.part == part
                    : published.id().equals(notice.id())) {
                return each;
            }
        }
        return null;
    }

    /** Has what waits count its attempts from the beginning; returns the lane whose wait that ends, or null. */
    @Nullable
    Lane retry(Pending known) {
        Lane lane = lanes.get(known.customerId);
        if (lane == null || lane.stage != Lane.Stage.WAITING) {
            return null;
        }
        known.attempts = 0;
        return lane;
    }

    /** Lanes that stand so. */
    List<Lane> lanes(Lane.Stage stage) {
        List<Lane> found = new ArrayList<>(lanes.values());
        found.removeIf(lane -> lane.stage != stage);
        return found;
    }

    /** A summary, from the first of each lane: those behind them are younger, but for what is told again. */
    Outlet.Waiting waiting(long cursor) {
        long event = Long.MAX_VALUE;
        long publishedAt = Long.MAX_VALUE;
        for (Lane lane : lanes.values()) {
            Pending first = lane.queue.peek();
            Notice published = first == null ? null : first.published;
            if (published != null) {
                publishedAt = Math.min(publishedAt, published.at());
            } else if (first != null) {
                event = Math.min(event, first.number);
            }
        }
        return new Outlet.Waiting(pending, event, publishedAt, cursor);
    }

    /** What comes from events, each customer's in order. */
    List<Pending> ofEvents() {
        List<Pending> found = new ArrayList<>(pending);
        for (Lane lane : lanes.values()) {
            for (Pending each : lane.queue) {
                if (each.published == null) {
                    found.add(each);
                }
            }
        }
        return List.copyOf(found);
    }
}
