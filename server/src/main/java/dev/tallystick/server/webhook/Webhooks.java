package dev.tallystick.server.webhook;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneBusyException;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneStoppedException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of one plane. Follows the journal and never touches the writer: what is to be told is what the journal
 * holds beyond each endpoint's cursor. {@link #start} before use; thread-safe.
 *
 * <pre>
 *   journal --> NoticeFeed --> Outlet (one per endpoint) --> Courier --> HookClient --> the receiver
 *                                 |  cursor, lanes, retries
 *                                 '--> HookStore (where each stands; the delivery log)
 * </pre>
 */
public final class Webhooks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Webhooks.class.getName());

    private final Plane plane;
    private final EventSource events;
    private final Path folder;
    private final HookGear gear;
    private final NoticeFeed feed;
    private final Tail tail;
    private final Map<String, Outlet> outlets = new ConcurrentHashMap<>();
    private final OutletDesk desk = new Clerk();
    private final HookCounts counts = new HookCounts();
    private @Nullable HookStore store;
    private long syncedChanges = -1;
    private boolean watching;
    private volatile long keepAt;
    private boolean closed;

    /**
     * Prepares them; nothing is read or sent yet.
     *
     * @param events the plane's journal
     * @param folder of what delivery keeps; made when there is a first endpoint
     */
    public Webhooks(Plane plane, EventSource events, Path folder, HookGear gear) {
        this.plane = plane;
        this.events = events;
        this.folder = folder;
        this.gear = gear;
        this.feed = new NoticeFeed(events, plane.origin(), Notices.Beginnings.of(plane));
        this.tail = new Tail(events::nextEvent, gear.timer(), gear.limits().pollMillis(), this::ticked);
    }

    /** Goes on where deliveries stood. */
    public void start() {
        changed();
    }

    /** To be called after endpoints were made, changed or deleted. */
    public synchronized void changed() {
        long changes = plane.directory().endpoints().changes();
        if (closed || changes == syncedChanges) {
            return;
        }
        syncedChanges = changes;
        Set<String> gone = new HashSet<>(outlets.keySet());
        Map<String, List<Delivery>> unsent = new HashMap<>();
        for (Endpoint endpoint : plane.directory().endpoints().all()) {
            gone.remove(endpoint.id());
            if (!outlets.containsKey(endpoint.id())) {
                outlets.put(endpoint.id(), open(endpoint, unsent));
            }
        }
        for (String id : gone) {
            Outlet outlet = outlets.remove(id);
            if (outlet != null) {
                outlet.close();
                store().forget(id);
            }
        }
        boolean any = !outlets.isEmpty();
        if (any && !watching) {
            tail.watch();
        } else if (!any && watching) {
            tail.unwatch();
        }
        watching = any;
        outlets.values().forEach(outlet -> gear.workers().execute(outlet::pump));
    }

    private synchronized HookStore store() {
        HookStore known = store;
        if (known == null) {
            known = new HookStore(folder);
            store = known;
        }
        return known;
    }

    /** @param unsent what was published to a tenant's endpoints and is not settled, looked up once for all of them */
    private Outlet open(Endpoint endpoint, Map<String, List<Delivery>> unsent) {
        OutletState state = store().state(endpoint.id());
        if (state != null) {
            state = state.with(unsent.computeIfAbsent(endpoint.tenantId(), store()::unsent).stream()
                    .filter(delivery -> delivery.endpointId().equals(endpoint.id()))
                    .toList());
        }
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
        HookClient client = new HookClient(
                gear.resolver(),
                gear.rule(),
                gear.tls(),
                gear.timer(),
                gear.limits().answerMillis());
        return new Outlet(
                endpoint, state, feed, new Courier(client, gear.vault(), gear.timer(), plane.name()), desk, gear);
    }

    /** The number after the event that made the endpoint, found by time: events are in its order. */
    private long after(Endpoint endpoint) {
        for (long number = firstAt(endpoint.createdAt()); number < events.nextEvent(); number++) {
            if (events.event(number) instanceof Event.EndpointCreated created
                    && created.endpointId().equals(endpoint.id())) {
                return number + 1;
            }
        }
        throw new IllegalStateException("the journal does not hold the event that made endpoint " + endpoint.id());
    }

    /** On the timer's thread. */
    private void ticked() {
        for (Outlet outlet : outlets.values()) {
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
        HookStore known;
        synchronized (this) {
            known = store;
        }
        if (known == null) {
            return;
        }
        outlets.forEach((id, outlet) -> {
            OutletState state = outlet.changed();
            if (state != null) {
                known.state(id, state);
            }
        });
        known.flush();
    }

    /** What outlets ask of the plane and the store. */
    private final class Clerk implements OutletDesk {
        @Override
        public @Nullable Endpoint endpoint(String id) {
            return plane.directory().endpoints().byId(id);
        }

        @Override
        public void attempted(
                Endpoint endpoint,
                Notice notice,
                boolean fresh,
                Delivery.Attempt attempt,
                Delivery.Status now,
                long nextAt) {
            counts.attempted(now);
            Delivery before = fresh ? null : store().delivery(endpoint.tenantId(), notice.id(), endpoint.id());
            Delivery known = before != null ? before : first(endpoint, notice);
            store().delivery(known.after(attempt, now, nextAt));
        }

        @Override
        public boolean givenUp(Endpoint endpoint, Notice notice, int attempts, String reason) {
            boolean recorded = submit(new Command.GiveUpDelivery(
                    endpoint.tenantId(), endpoint.id(), notice.id(), notice.name(), attempts, reason));
            if (recorded) {
                counts.gaveUp();
            }
            return recorded;
        }

        @Override
        public void disable(Endpoint endpoint, EndpointState state) {
            LOG.log(
                    Level.WARNING,
                    "Webhook endpoint {0} of tenant {1} is disabled: {2}. Enable it again when its receiver is back.",
                    endpoint.id(),
                    endpoint.tenantId(),
                    state == EndpointState.GONE ? "it answered 410" : "it has failed for five days");
            submit(new Command.ChangeEndpoint(endpoint.tenantId(), endpoint.id(), null, null, state));
        }

        private boolean submit(Command command) {
            try {
                return plane.submit(command) instanceof Outcome.Administered;
            } catch (PlaneBusyException | PlaneStoppedException e) {
                LOG.log(Level.DEBUG, "a change of a webhook endpoint has to wait", e);
                return false;
            }
        }
    }

    private static Delivery first(Endpoint endpoint, Notice notice) {
        boolean published = Notices.eventOf(notice.id()) < 0;
        return new Delivery(
                endpoint.tenantId(),
                endpoint.id(),
                notice.id(),
                notice.name(),
                notice.customerId(),
                Delivery.Status.PENDING,
                notice.at(),
                0,
                published ? notice.data().text() : null,
                List.of());
    }

    /** What the plane's listeners read. */
    public NoticeFeed feed() {
        return feed;
    }

    /** Waits until event {@code number} is there, at most so long; false if the server is stopping. */
    public boolean await(long number, long millis) throws InterruptedException {
        tail.watch();
        try {
            tail.await(number, millis);
            return !tail.isClosed();
        } finally {
            tail.unwatch();
        }
    }

    /** The plane they belong to. */
    public Plane plane() {
        return plane;
    }

    public PlaneName planeName() {
        return plane.name();
    }

    /** Makes, seals and opens secrets. */
    public SecretVault vault() {
        return gear.vault();
    }

    /** Why this can be no endpoint's URL, or null if it can; {@code http} is enough on the sandbox. */
    public @Nullable String urlProblem(String url) {
        return HookUrl.problem(url, plane.name() == PlaneName.SANDBOX || gear.plainAllowed(), gear.rule());
    }

    /** How an endpoint's deliveries stand; null if it is not one of this plane. */
    public @Nullable Figures figures(String endpointId) {
        Outlet outlet = outlets.get(endpointId);
        if (outlet == null) {
            return null;
        }
        OutletState state = outlet.state();
        return new Figures(
                state.successes(),
                state.failures(),
                state.lastAt(),
                state.failingSince(),
                state.pending().size(),
                Math.max(0, events.nextEvent() - state.cursor()));
    }

    /**
     * How an endpoint's deliveries stand.
     *
     * @param lastAt when something was last sent, milliseconds since the epoch, 0 if never
     * @param failingSince since when it has only failed, likewise
     * @param pending notices that wait for an attempt
     * @param behind events of the plane it has not been told of or read yet
     */
    public record Figures(long successes, long failures, long lastAt, long failingSince, int pending, long behind) {}

    /** What came of deliveries since the start. */
    public HookCounts counts() {
        return counts;
    }

    /** What the enabled endpoints are still to be told, all together. Asks each of them. */
    public Waiting waiting() {
        int enabled = 0;
        long notices = 0;
        long behind = 0;
        long oldest = Long.MAX_VALUE;
        for (Map.Entry<String, Outlet> each : outlets.entrySet()) {
            Endpoint endpoint = plane.directory().endpoints().byId(each.getKey());
            if (endpoint != null && endpoint.enabled()) {
                Outlet.Waiting waiting = each.getValue().waiting();
                enabled++;
                notices += waiting.notices();
                behind = Math.max(behind, events.nextEvent() - waiting.cursor());
                oldest = Math.min(oldest, waiting.publishedAt());
                if (waiting.event() < events.nextEvent()) {
                    oldest = Math.min(oldest, events.event(waiting.event()).recordedAt());
                }
            }
        }
        long age = oldest == Long.MAX_VALUE ? 0 : gear.timer().now() - oldest;
        return new Waiting(enabled, notices, Math.max(0, age), behind);
    }

    /**
     * What enabled endpoints are still to be told.
     *
     * @param endpoints how many endpoints are enabled
     * @param notices read from the journal and neither delivered nor given up
     * @param oldestMillis how long ago the oldest of these happened, 0 without any
     * @param behind events that the one furthest behind has not read
     */
    public record Waiting(int endpoints, long notices, long oldestMillis, long behind) {}

    /** The tenant's deliveries that are wanted, newest first; at most as many as the log keeps. */
    public List<Delivery> deliveries(String tenantId, Predicate<Delivery> wanted) {
        return hasStore() ? store().deliveries(tenantId, wanted) : List.of();
    }

    private synchronized boolean hasStore() {
        return store != null || Files.exists(folder);
    }

    /** The notice a logged delivery told; null if it can no longer be told. */
    public @Nullable Notice notice(Delivery delivery) {
        Notice published = delivery.publishedNotice();
        if (published != null) {
            return published;
        }
        return Notices.find(feed.notices(Notices.eventOf(delivery.noticeId())), delivery.noticeId());
    }

    /** Tries deliveries again now; returns the endpoints that are told, those disabled or deleted left out. */
    public List<String> retry(List<Delivery> deliveries) {
        List<String> told = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            Endpoint endpoint = plane.directory().endpoints().byId(delivery.endpointId());
            Outlet outlet = outlets.get(delivery.endpointId());
            Notice notice = notice(delivery);
            if (endpoint != null && endpoint.enabled() && outlet != null && notice != null) {
                long number = Notices.eventOf(notice.id());
                outlet.retry(
                        notice, number, number < 0 ? 0 : feed.notices(number).indexOf(notice));
                told.add(endpoint.id());
            }
        }
        return told;
    }

    /** Events from number {@code from} up to, not including, {@code to}. */
    public record Range(long from, long to) {}

    /** Tells the endpoint again of what was recorded from {@code start} on and before {@code end}, in milliseconds. */
    public Range replay(String endpointId, long start, long end) {
        Outlet outlet = outlets.get(endpointId);
        Range range = new Range(firstAt(start), firstAt(end));
        if (outlet != null && range.from() < range.to()) {
            outlet.replay(range.from(), range.to());
        }
        return range;
    }

    /** The number of the first event recorded at or after an instant. */
    private long firstAt(long instant) {
        long low = 0;
        long high = events.nextEvent();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (events.event(middle).recordedAt() < instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Everything that waits is tried now: the endpoint was enabled again. */
    public void restart(String endpointId) {
        changed();
        Outlet outlet = outlets.get(endpointId);
        if (outlet != null) {
            outlet.restart();
        }
    }

    /** Sends an event without meaning at once, outside of all order, and tells what came of it. */
    public Delivery.Attempt test(Endpoint endpoint) {
        long begin = gear.timer().now();
        Notice notice = published(
                endpoint.tenantId(),
                "endpoint.test",
                "",
                new Notice.Json("{\"endpointId\":\"" + endpoint.id() + "\"}"));
        try (Courier courier = new Courier(
                new HookClient(
                        gear.resolver(),
                        gear.rule(),
                        gear.tls(),
                        gear.timer(),
                        gear.limits().answerMillis()),
                gear.vault(),
                gear.timer(),
                plane.name())) {
            Answer answer = courier.send(endpoint, notice);
            Delivery.Attempt attempt = new Delivery.Attempt(
                    begin, Math.max(0, gear.timer().now() - begin), answer.status(), answer.sentence(), answer.body());
            desk.attempted(
                    endpoint,
                    notice,
                    false,
                    attempt,
                    answer.delivered() ? Delivery.Status.DELIVERED : Delivery.Status.FAILED,
                    0);
            return attempt;
        }
    }

    private Notice published(String tenantId, String name, String customerId, Notice.Json data) {
        long now = gear.timer().now();
        String unique = Long.toHexString(gear.random().nextLong() | Long.MIN_VALUE);
        return new Notice("evt_" + now + "_x" + unique, tenantId, name, customerId, now, data);
    }

    /**
     * Something to be told that no event of the journal stands for.
     *
     * @param data the body's {@code data}, one JSON value
     */
    public record Publication(String name, String customerId, String data) {}

    /**
     * Tells the tenant's endpoints what no event stands for. When this returns it is in the delivery log, so that neither
     * a retry nor a killed process loses it. An endpoint that has too much to be told already is not told; its log says so.
     */
    public void publish(String tenantId, List<Publication> publications) {
        List<Notice> notices = publications.stream()
                .map(each -> published(tenantId, each.name(), each.customerId(), new Notice.Json(each.data())))
                .toList();
        boolean any = false;
        for (Endpoint endpoint : plane.directory().endpoints().of(tenantId)) {
            Outlet outlet = outlets.get(endpoint.id());
            if (endpoint.enabled() && outlet != null) {
                notices.forEach(notice -> publish(endpoint, outlet, notice));
                any = true;
            }
        }
        if (any) {
            try {
                store().flush();
            } catch (IllegalStateException e) {
                // What it tells of has happened, and must not be answered with an error.
                LOG.log(Level.ERROR, "notices that were just published are not on disk yet", e);
            }
        }
    }

    private void publish(Endpoint endpoint, Outlet outlet, Notice notice) {
        Delivery delivery = first(endpoint, notice);
        // Before anything can come of it.
        store().delivery(delivery);
        if (!outlet.offer(notice)) {
            store().delivery(delivery.after(
                    new Delivery.Attempt(notice.at(), 0, 0, "Not sent: too much waits to be told already.", ""),
                    Delivery.Status.FAILED,
                    0));
        }
    }

    /** Ends all listening, so that connections that listen come to their end. */
    public void endListening() {
        tail.close();
    }

    /** Ends listening, begins no more deliveries and writes down where all stand. The plane must still be open. */
    @Override
    public void close() {
        tail.close();
        synchronized (this) {
            closed = true;
            outlets.values().forEach(Outlet::close);
        }
        keep();
        HookStore known;
        synchronized (this) {
            known = store;
        }
        if (known != null) {
            known.close();
        }
    }
}
