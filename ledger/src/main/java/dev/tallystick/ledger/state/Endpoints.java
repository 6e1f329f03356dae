package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.SealedSecret;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The webhook endpoints of a plane, held in memory. Changed by the writer only ({@link #apply}, through {@link
 * Directory}); read from any thread.
 */
public final class Endpoints {
    private final Map<String, Endpoint> byId = new ConcurrentHashMap<>();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private volatile long changes;

    /**
     * An endpoint as it stands.
     *
     * @param createdAt when it was made; this and the other instants in milliseconds since the epoch
     * @param previousSecret the secret before the last rotation, null if there was none
     * @param overlapUntil until then deliveries carry a signature of {@code previousSecret} too
     */
    public record Endpoint(
            String tenantId,
            String id,
            String url,
            @Nullable String description,
            EndpointState state,
            long createdAt,
            SealedSecret secret,
            @Nullable SealedSecret previousSecret,
            long overlapUntil) {
        public boolean enabled() {
            return state == EndpointState.ENABLED;
        }
    }

    /** The endpoint, or null if it was never made or is deleted. */
    public @Nullable Endpoint byId(String id) {
        return byId.get(id);
    }

    /** All endpoints of all tenants, in no order. */
    public List<Endpoint> all() {
        return List.copyOf(byId.values());
    }

    /** The tenant's endpoints, oldest first. */
    public List<Endpoint> of(String tenantId) {
        List<Endpoint> found = new ArrayList<>();
        for (Endpoint endpoint : byId.values()) {
            if (endpoint.tenantId().equals(tenantId)) {
                found.add(endpoint);
            }
        }
        found.sort(Comparator.comparingLong(Endpoint::createdAt).thenComparing(Endpoint::id));
        return found;
    }

    /** Grows with every change: a reader that saw this number has seen everything before it. */
    public long changes() {
        return changes;
    }

    void apply(Event.EndpointEvent event) {
        switch (event) {
            case Event.EndpointCreated created -> byId.put(created.endpointId(), endpoint(created));
            case Event.EndpointChanged changed -> replace(changed, changed(known(changed), changed));
            case Event.EndpointSecretRotated rotated -> replace(rotated, rotated(known(rotated), rotated));
            case Event.EndpointDeleted gone -> {
                known(gone);
                deleted.add(gone.endpointId());
                byId.remove(gone.endpointId());
            }
        }
        // Written by the one writer only.
        long before = changes;
        changes = before + 1;
    }

    /** The endpoint an event is about, or null if it was deleted, perhaps in the same group. */
    private @Nullable Endpoint known(Event.EndpointEvent event) {
        Endpoint endpoint = byId.get(event.endpointId());
        if (endpoint == null && !deleted.contains(event.endpointId())) {
            throw new BrokenInvariantException(
                    "webhook endpoint " + event.endpointId() + " is changed but was never made");
        }
        return endpoint;
    }

    private void replace(Event.EndpointEvent event, @Nullable Endpoint endpoint) {
        if (endpoint != null) {
            byId.put(event.endpointId(), endpoint);
        }
    }

    private static Endpoint endpoint(Event.EndpointCreated created) {
        return new Endpoint(
                created.tenantId(),
                created.endpointId(),
                created.url(),
                created.description(),
                EndpointState.ENABLED,
                created.recordedAt(),
                created.secret(),
                null,
                0);
    }

    private static @Nullable Endpoint changed(@Nullable Endpoint old, Event.EndpointChanged change) {
        if (old == null) {
            return null;
        }
        String url = change.url();
        String description = change.description();
        EndpointState state = change.state();
        return new Endpoint(
                old.tenantId(),
                old.id(),
                url == null ? old.url() : url,
                description == null ? old.description() : description.isEmpty() ? null : description,
                state == null ? old.state() : state,
                old.createdAt(),
                old.secret(),
                old.previousSecret(),
                old.overlapUntil());
    }

    private static @Nullable Endpoint rotated(@Nullable Endpoint old, Event.EndpointSecretRotated rotation) {
        if (old == null) {
            return null;
        }
        return new Endpoint(
                old.tenantId(),
                old.id(),
                old.url(),
                old.description(),
                old.state(),
                old.createdAt(),
                rotation.secret(),
                old.secret(),
                rotation.overlapUntil());
    }
}
