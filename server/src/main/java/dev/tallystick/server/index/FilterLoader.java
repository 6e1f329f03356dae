package dev.tallystick.server.index;

import org.jspecify.annotations.Nullable;

/** Fills the filters from what is on disk, beside whatever the index does meanwhile. Owned by the index's writer. */
final class FilterLoader {
    private final Lookups lookups;
    private volatile boolean closing;
    private @Nullable Thread thread;

    FilterLoader(Lookups lookups) {
        this.lookups = lookups;
    }

    void start(long nextEvent) {
        if (nextEvent == 0) {
            lookups.loadFilters(() -> false);
            return;
        }
        thread = Thread.ofPlatform().name("index-filter").daemon(true).start(() -> {
            try {
                lookups.loadFilters(() -> closing);
            } catch (IndexDamagedException e) {
                // Without filters every look-up goes to RocksDB, which reports the damage to whoever is concerned.
                System.getLogger(FilterLoader.class.getName())
                        .log(System.Logger.Level.WARNING, "the filters could not be filled", e);
            }
        });
    }

    /** Ends it: nobody may read RocksDB once that is closed. */
    void close() {
        closing = true;
        Thread loader = thread;
        while (loader != null && loader.isAlive()) {
            try {
                loader.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
