package dev.tallystick.server.webhook;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneBusyException;
import dev.tallystick.server.sequencer.PlaneStoppedException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What outlets ask of their plane and of the delivery log. Thread-safe. */
final class PlaneDesk implements OutletDesk {
    private static final System.Logger LOG = System.getLogger(PlaneDesk.class.getName());

    private final Plane plane;
    private final StoreOnDemand store;
    private final HookCounts counts;

    PlaneDesk(Plane plane, StoreOnDemand store, HookCounts counts) {
        this.plane = plane;
        this.store = store;
        this.counts = counts;
    }

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
        Delivery before = fresh ? null : store.get().delivery(endpoint.tenantId(), notice.id(), endpoint.id());
        Delivery known = before != null ? before : Delivery.of(endpoint, notice);
        store.get().delivery(known.after(attempt, now, nextAt));
    }

    @Override
    public void keep(String endpointId, Pending published) {
        store.get().publish(endpointId, published);
    }

    @Override
    public void settled(String endpointId, Pending published) {
        store.get().settled(endpointId, published.place);
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
