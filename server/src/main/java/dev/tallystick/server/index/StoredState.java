package dev.tallystick.server.index;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.state.BrokenInvariantException;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.bytes.ByteSource;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What of the stored index an opening takes to the heap. */
record StoredState(RocksStore store, RecordedEvents recorded) {
    /** Puts every tenant's totals into the map. */
    void tenants(Map<String, TenantCounters> tenants) {
        store.scan(new byte[] {IndexKeys.TENANT}, (key, value) -> {
            if (key[0] != IndexKeys.TENANT) {
                return false;
            }
            String tenantId = new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
            tenants.put(tenantId, new TenantCounters(IndexValues.totals(value), months(tenantId)));
            return true;
        });
    }

    private Map<Integer, Long> months(String tenantId) {
        Map<Integer, Long> months = new HashMap<>();
        byte[] from = IndexKeys.usage(tenantId, 0);
        store.scan(from, (key, value) -> {
            if (!RocksStore.startsWith(key, from, from.length - 4)) {
                return false;
            }
            months.put((int) new ByteSource(key, key.length - 4, 4).u32(), IndexValues.number(value));
            return true;
        });
        return months;
    }

    /** Applies every administrative event in the index to the directory, in their order. */
    void administration(Directory directory) {
        store.scan(new byte[] {IndexKeys.CONTROL}, (key, value) -> {
            if (key[0] != IndexKeys.CONTROL) {
                return false;
            }
            try {
                long number = new ByteSource(key, 1, 8).u64();
                if (!(recorded.event(number) instanceof Event.Administration administration)) {
                    throw new BrokenInvariantException("event " + number + " is not the administrative one indexed");
                }
                directory.apply(administration);
                return true;
            } catch (IndexOutOfBoundsException e) {
                // The journal ends before the index does: whoever opens both compares the positions and says so.
                return false;
            }
        });
    }
}
