package dev.tallystick.server.webhook;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written with the next flush, and what a flush is writing: so that workers only ever wait for a look into
 * a map, never for the disk. Thread-safe.
 */
final class Unwritten {
    private Map<Key, Delivery> deliveries = new LinkedHashMap<>();
    private Map<Key, Delivery> underWay = Map.of();
    private Map<String, byte[]> states = new HashMap<>();
    private Map<Published, Optional<byte[]>> published = new LinkedHashMap<>();

    /** What names a delivery. */
    record Key(String tenantId, String noticeId, String endpointId) {}

    /** What names a published notice: its place among those of an endpoint. */
    record Published(String endpointId, long place) {}

    /**
     * What one flush writes.
     *
     * @param published empty where a row is to be deleted
     */
    record Part(Map<Key, Delivery> deliveries, Map<String, byte[]> states, Map<Published, Optional<byte[]>> published) {
        boolean isEmpty() {
            return deliveries.isEmpty() && states.isEmpty() && published.isEmpty();
        }
    }

    synchronized void put(Delivery delivery) {
        deliveries.put(new Key(delivery.tenantId(), delivery.noticeId(), delivery.endpointId()), delivery);
    }

    synchronized void put(String endpointId, byte[] state) {
        states.put(endpointId, state);
    }

    synchronized void put(Published which, Optional<byte[]> row) {
        published.put(which, row);
    }

    synchronized void forget(String endpointId) {
        states.remove(endpointId);
        published.keySet().removeIf(which -> which.endpointId().equals(endpointId));
    }

    synchronized @Nullable Delivery delivery(Key key) {
        Delivery waiting = deliveries.get(key);
        return waiting != null ? waiting : underWay.get(key);
    }

    /** Takes everything, to be {@linkplain #settle settled}; one part at a time. */
    synchronized Part take() {
        Part part = new Part(deliveries, states, published);
        underWay = deliveries;
        deliveries = new LinkedHashMap<>();
        states = new HashMap<>();
        published = new LinkedHashMap<>();
        return part;
    }

    /** What could not be written is kept for the next time, unless something newer is. */
    synchronized void settle(Part part, boolean written) {
        underWay = Map.of();
        if (!written) {
            part.states().forEach(states::putIfAbsent);
            part.published().forEach(published::putIfAbsent);
            Map<Key, Delivery> all = new LinkedHashMap<>(part.deliveries());
            all.putAll(deliveries);
            deliveries = all;
        }
    }
}
