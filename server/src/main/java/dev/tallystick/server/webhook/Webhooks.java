package dev.tallystick.server.webhook;

import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private final Plane plane;
    private final EventSource events;
    private final HookGear gear;
    private final NoticeFeed feed;
    private final HookCounts counts = new HookCounts();
    private final StoreOnDemand store;
    private final Outlets outlets;
    private final Standing standing;
    private final Publishing publishing;

    /**
     * Prepares them; nothing is read or sent yet.
     *
     * @param events the plane's journal
     * @param folder of what delivery keeps; made when there is a first endpoint
     */
    public Webhooks(Plane plane, EventSource events, Path folder, HookGear gear) {
        this.plane = plane;
        this.events = events;
        this.gear = gear;
        this.feed = new NoticeFeed(events, plane.origin(), Notices.Beginnings.of(plane));
        this.store = new StoreOnDemand(folder);
        OutletDesk desk = new PlaneDesk(plane, store, counts);
        this.outlets = new Outlets(plane, events, feed, store, desk, gear);
        this.standing = new Standing(plane, events, outlets.all(), gear.timer());
        this.publishing = new Publishing(plane, outlets, store, desk, gear);
    }

    /** Goes on where deliveries stood. */
    public void start() {
        changed();
    }

    /** To be called after endpoints were made, changed or deleted. */
    public void changed() {
        outlets.changed();
    }

    /** What the plane's listeners read. */
    public NoticeFeed feed() {
        return feed;
    }

    /** Waits until event {@code number} is there, at most so long; false if the server is stopping. */
    public boolean await(long number, long millis) throws InterruptedException {
        Tail tail = outlets.tail();
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

    /** Tells endpoints what no event stands for. */
    public Publishing publishing() {
        return publishing;
    }

    /** How deliveries stand. */
    public Standing standing() {
        return standing;
    }

    /** What came of deliveries since the start. */
    public HookCounts counts() {
        return counts;
    }

    /** The tenant's deliveries that are wanted, newest first; at most as many as the log keeps. */
    public List<Delivery> deliveries(String tenantId, Predicate<Delivery> wanted) {
        return store.deliveries(tenantId, wanted);
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
            Outlet outlet = outlets.of(delivery.endpointId());
            Notice notice = notice(delivery);
            if (endpoint != null && endpoint.enabled() && outlet != null && notice != null) {
                long number = Notices.eventOf(notice.id());
                outlet.retry(
                        notice, number, number < 0 ? 0 : feed.notices(number).indexOf(notice));
                told.add(endpoint.id());
            }
        }
        outlets.keep();
        return told;
    }

    /** Events from number {@code from} up to, not including, {@code to}. */
    public record Range(long from, long to) {}

    /** Tells the endpoint again of what was recorded from {@code start} on and before {@code end}, in milliseconds. */
    public Range replay(String endpointId, long start, long end) {
        Outlet outlet = outlets.of(endpointId);
        Range range = new Range(events.firstAt(start), events.firstAt(end));
        if (outlet != null && range.from() < range.to()) {
            outlet.replay(range.from(), range.to());
        }
        return range;
    }

    /** Everything that waits is tried now: the endpoint was enabled again. */
    public void restart(String endpointId) {
        changed();
        Outlet outlet = outlets.of(endpointId);
        if (outlet != null) {
            outlet.restart();
        }
    }

    /** Ends all listening, so that connections that listen come to their end. */
    public void endListening() {
        outlets.tail().close();
    }

    /** Ends listening, begins no more deliveries and writes down where all stand. The plane must still be open. */
    @Override
    public void close() {
        outlets.close();
        store.close();
    }
}
