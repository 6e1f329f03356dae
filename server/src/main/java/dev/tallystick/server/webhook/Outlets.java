package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.server.sequencer.Plane;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The outlets of a plane, one for each endpoint: opens and closes them as endpoints come and go, has them look at a
 * journal that has grown, and writes down where they stand. Thread-safe.
 */
final class Outlets implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Outlets.class.getName());

    private final Plane plane;
    private final EventSource events;
    private final NoticeFeed feed;
    private final StoreOnDemand store;
    private final OutletDesk desk;
    private final HookGear gear;
    private final Tail tail;
    private final Map<String, Outlet> all = new ConcurrentHashMap<>();
    private long syncedChanges = -1;
    private boolean watching;
    private volatile long keepAt;
    private boolean closed;

    Outlets(Plane plane, EventSource events, NoticeFeed feed, StoreOnDemand store, OutletDesk desk, HookGear gear) {
        this.plane = plane;
        this.events = events;
        this.feed = feed;
        this.store = store;
        this.desk = desk;
        this.gear = gear;
        this.tail = new Tail(events::nextEvent, gear.timer(), gear.limits().pollMillis(), this::ticked);
    }

    /** By the endpoint's id, as they come and go. */
    Map<String, Outlet> all() {
        return all;
    }

    @Nullable
    Outlet of(String endpointId) {
        return all.get(endpointId);
    }

    /** Tells when the journal has grown. */
    Tail tail() {
        return tail;
    }

    /** To be called after endpoints were made, changed or deleted. */
    synchronized void changed() {
        long changes = plane.directory().endpoints().changes();
        if (closed || changes == syncedChanges) {
            return;
        }
        syncedChanges = changes;
        Set<String> gone = new HashSet<>(all.keySet());
        for (Endpoint endpoint : plane.directory().endpoints().all()) {
            gone.remove(endpoint.id());
            if (!all.containsKey(endpoint.id())) {
                all.put(endpoint.id(), open(endpoint));
            }
        }
        for (String id : gone) {
            Outlet outlet = all.remove(id);
            if (outlet != null) {
                outlet.close();
                store.get().forget(id);
            }
        }
        boolean any = !all.isEmpty();
        if (any && !watching) {
            tail.watch();
        } else if (!any && watching) {
            tail.unwatch();
        }
        watching = any;
        all.values().forEach(outlet -> gear.workers().execute(outlet::pump));
    }

    private Outlet open(Endpoint endpoint) {
        OutletState state = store.get().state(endpoint.id());
        if (state == null) {
            state = OutletState.fresh(after(endpoint));
        } else if (state.cursor() > events.nextEvent()) {
            LOG.log(
                    Level.WARNING,
                    "The journal of the {0} plane is older than the deliveries to webhook endpoint {1}: they go on with"
                            + " its next event.",
                    plane.name().label(),
                    endpoint.id());
            state = OutletState.fresh(events.nextEvent());
        }
        List<Pending> published = store.get().published(endpoint.id());
        return new Outlet(endpoint, state, published, feed, gear.courier(plane.name()), desk, gear);
    }

    /** The number after the event that made the endpoint, found by time: events are in its order. */
    private long after(Endpoint endpoint) {
        for (long number = events.firstAt(endpoint.createdAt()); number < events.nextEvent(); number++) {
            if (events.event(number) instanceof Event.EndpointCreated created
                    && created.endpointId().equals(endpoint.id())) {
                return number + 1;
            }
        }
        throw new IllegalStateException("the journal does not hold the event that made endpoint " + endpoint.id());
    }

    /** On the timer's thread. */
    private void ticked() {
        for (Outlet outlet : all.values()) {
            if (outlet.hasNews()) {
                gear.workers().execute(outlet::pump);
            }
        }
        long now = gear.timer().now();
        if (now >= keepAt) {
            keepAt = now + gear.limits().keepMillis();
            gear.workers().execute(this::keep);
        }
    }

    /** Writes down what has changed. */
    void keep() {
        HookStore known = store.opened();
        if (known == null) {
            return;
        }
        all.forEach((id, outlet) -> {
            OutletState state = outlet.changed();
            if (state != null) {
                known.state(id, state);
            }
        });
        known.flush();
    }

    /** Begins no more deliveries and writes down where all stand. The plane must still be open. */
    @Override
    public void close() {
        tail.close();
        synchronized (this) {
            closed = true;
            all.values().forEach(Outlet::close);
        }
        keep();
    }
}
