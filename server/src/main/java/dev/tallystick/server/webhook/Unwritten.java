package dev.tallystick.server.webhook;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written with the next flush, and what a flush is writing: so that workers only ever wait for a look into
 * a map, never for the disk. Thread-safe.
 */
final class Unwritten {
    private Map<Key, Delivery> deliveries = new LinkedHashMap<>();
    private Map<Key, Delivery> underWay = Map.of();
    private Map<String, byte[]> states = new HashMap<>();

    /** What names a delivery. */
    record Key(String tenantId, String noticeId, String endpointId) {}

    /** What one flush writes. */
    record Part(Map<Key, Delivery> deliveries, Map<String, byte[]> states) {
        boolean isEmpty() {
            return deliveries.isEmpty() && states.isEmpty();
        }
    }

    synchronized void put(Delivery delivery) {
        deliveries.put(new Key(delivery.tenantId(), delivery.noticeId(), delivery.endpointId()), delivery);
    }

    synchronized void put(String endpointId, byte[] state) {
        states.put(endpointId, state);
    }

    synchronized void forget(String endpointId) {
        states.remove(endpointId);
    }

    synchronized @Nullable Delivery delivery(Key key) {
        Delivery waiting = deliveries.get(key);
        return waiting != null ? waiting : underWay.get(key);
    }

    /** Takes everything, to be {@linkplain #settle settled}; one part at a time. */
    synchronized Part take() {
        Part part = new Part(deliveries, states);
        underWay = deliveries;
        deliveries = new LinkedHashMap<>();
        states = new HashMap<>();
        return part;
    }

    /** What could not be written is kept for the next time, unless something newer is. */
    synchronized void settle(Part part, boolean written) {
        underWay = Map.of();
        if (!written) {
            part.states().forEach(states::putIfAbsent);
            Map<Key, Delivery> all = new LinkedHashMap<>(part.deliveries());
            all.putAll(deliveries);
            deliveries = all;
        }
    }
}
