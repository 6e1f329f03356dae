package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The customers for whom something is set. Changed by the writer only; read from any thread. */
final class ConfiguredCustomers {
    /** By tenant, then by customer id in order. */
    private final Map<String, ConcurrentSkipListMap<String, Event.CustomerSettingsChanged>> byTenant =
            new ConcurrentHashMap<>();

    /** By tenant: asking a skip list for its size walks all of it. */
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /** When something was first set, milliseconds since the epoch. */
    private final Map<AccountKey, Long> since = new ConcurrentHashMap<>();

    Event.@Nullable CustomerSettingsChanged newest(AccountKey key) {
        ConcurrentSkipListMap<String, Event.CustomerSettingsChanged> ofTenant = byTenant.get(key.tenantId());
        return ofTenant == null ? null : ofTenant.get(key.customerId());
    }

    long firstSetAt(AccountKey key) {
        return since.getOrDefault(key, Long.MAX_VALUE);
    }

    int count(String tenantId) {
        return counts.getOrDefault(tenantId, 0);
    }

    /** The tenant's, by customer id in order. */
    NavigableMap<String, Event.CustomerSettingsChanged> of(String tenantId) {
        ConcurrentSkipListMap<String, Event.CustomerSettingsChanged> ofTenant = byTenant.get(tenantId);
        return ofTenant == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(ofTenant);
    }

    void apply(Event.CustomerSettingsChanged changed) {
        since.putIfAbsent(changed.account(), changed.recordedAt());
        Event.CustomerSettingsChanged before = byTenant.computeIfAbsent(
                        changed.tenantId(), tenantId -> new ConcurrentSkipListMap<>())
                .put(changed.customerId(), changed);
        if (before == null) {
            counts.merge(changed.tenantId(), 1, Integer::sum);
        }
    }
}
