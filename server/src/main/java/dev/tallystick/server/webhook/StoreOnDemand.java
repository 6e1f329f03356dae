package dev.tallystick.server.webhook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A plane's {@link HookStore}, opened and made when it is first needed: most planes have no endpoints. Thread-safe. */
final class StoreOnDemand implements AutoCloseable {
    private final Path folder;
    private @Nullable HookStore store;

    StoreOnDemand(Path folder) {
        this.folder = folder;
    }

    synchronized HookStore get() {
        HookStore known = store;
        if (known == null) {
            known = new HookStore(folder);
            store = known;
        }
        return known;
    }

    /** The store if it is open. */
    synchronized @Nullable HookStore opened() {
        return store;
    }

    /** See {@link HookStore#deliveries}; makes no store to find nothing in it. */
    List<Delivery> deliveries(String tenantId, Predicate<Delivery> wanted) {
        return exists() ? get().deliveries(tenantId, wanted) : List.of();
    }

    private synchronized boolean exists() {
        return store != null || Files.exists(folder);
    }

    @Override
    public void close() {
        HookStore known = opened();
        if (known != null) {
            known.close();
        }
    }
}
