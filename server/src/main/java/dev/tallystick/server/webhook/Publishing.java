package dev.tallystick.server.webhook;

import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.server.sequencer.Plane;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Tells endpoints what no event of the journal stands for: what happened without being recorded, and tests. Nothing but
 * {@link PublishedRows} keeps the former until it is told. Thread-safe.
 */
public final class Publishing {
    private static final System.Logger LOG = System.getLogger(Publishing.class.getName());

    private final Plane plane;
    private final Outlets outlets;
    private final StoreOnDemand store;
    private final OutletDesk desk;
    private final HookGear gear;

    Publishing(Plane plane, Outlets outlets, StoreOnDemand store, OutletDesk desk, HookGear gear) {
        this.plane = plane;
        this.outlets = outlets;
        this.store = store;
        this.desk = desk;
        this.gear = gear;
    }

    /**
     * Something to be told that no event of the journal stands for.
     *
     * @param data the body's {@code data}, one JSON value
     */
    public record Publication(String name, String customerId, String data) {}

    /**
     * Tells the tenant's endpoints what no event stands for. When this returns it is written down, so that neither a retry
     * nor a killed process loses it. An endpoint that has too much to be told already is not told; its log says so.
     */
    public void publish(String tenantId, List<Publication> publications) {
        List<Notice> notices = publications.stream()
                .map(each -> published(tenantId, each.name(), each.customerId(), new Notice.Json(each.data())))
                .toList();
        boolean any = false;
        for (Endpoint endpoint : plane.directory().endpoints().of(tenantId)) {
            Outlet outlet = outlets.of(endpoint.id());
            if (endpoint.enabled() && outlet != null) {
                notices.forEach(notice -> publish(endpoint, outlet, notice));
                any = true;
            }
        }
        if (any) {
            try {
                store.get().flush();
            } catch (IllegalStateException e) {
                // What it tells of has happened, and must not be answered with an error.
                LOG.log(Level.ERROR, "notices that were just published are not on disk yet", e);
            }
        }
    }

    private void publish(Endpoint endpoint, Outlet outlet, Notice notice) {
        Delivery delivery = Delivery.of(endpoint, notice);
        // Before anything can come of it.
        store.get().delivery(delivery);
        if (!outlet.offer(notice)) {
            store.get()
                    .delivery(delivery.after(
                            new Delivery.Attempt(notice.at(), 0, 0, "Not sent: too much waits to be told already.", ""),
                            Delivery.Status.FAILED,
                            0));
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
        try (Courier courier = gear.courier(plane.name())) {
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
}
