package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.TenantSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tenants of a plane, what each chose, and which months of each are closed. Changed by the writer only; read from any thread. */
final class Tenants {
    private final Map<String, Event.TenantOpened> byId = new ConcurrentHashMap<>();
    private final Map<String, TenantSettings> settings = new ConcurrentHashMap<>();
    private final Map<String, Integer> closedMonths = new ConcurrentHashMap<>();

    Event.@Nullable TenantOpened byId(String tenantId) {
        return byId.get(tenantId);
    }

    /** All of them, oldest first. */
    List<Event.TenantOpened> all() {
        List<Event.TenantOpened> all = new ArrayList<>(byId.values());
        all.sort(Comparator.comparingLong(Event.TenantOpened::recordedAt).thenComparing(Event.TenantOpened::tenantId));
        return all;
    }

    TenantSettings settings(String tenantId) {
        return settings.getOrDefault(tenantId, TenantSettings.DEFAULT);
    }

    int closedMonth(String tenantId) {
        return closedMonths.getOrDefault(tenantId, -1);
    }

    void apply(Event.TenantOpened opened) {
        byId.put(opened.tenantId(), opened);
    }

    void apply(Event.TenantSettingsChanged changed) {
        settings.put(changed.tenantId(), changed.settings());
    }

    void apply(Event.PeriodClosed closed) {
        closedMonths.merge(closed.tenantId(), closed.month(), Math::max);
    }
}
