package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import org.jspecify.annotations.Nullable;

/** What an outlet needs of those around it. Thread-safe; may block. */
interface OutletDesk {
    /** The endpoint as it stands, or null once it is deleted. */
    @Nullable
    Endpoint endpoint(String id);

    /**
     * Hears of every attempt, for the delivery log.
     *
     * @param fresh whether it is surely the first for this notice and endpoint
     */
    void attempted(
            Endpoint endpoint,
            Notice notice,
            boolean fresh,
            Delivery.Attempt attempt,
            Delivery.Status now,
            long nextAt);

    /** Keeps a published notice as it stands: nothing else does. Does not block. */
    void keep(String endpointId, Pending published);

    /** A published notice needs to be kept no more. Does not block. */
    void settled(String endpointId, Pending published);

    /** Puts a given-up delivery on record; false if that is not possible now. */
    boolean givenUp(Endpoint endpoint, Notice notice, int attempts, String reason);

    /** Disables the endpoint. */
    void disable(Endpoint endpoint, EndpointState state);
}
