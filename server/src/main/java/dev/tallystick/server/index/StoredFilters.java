package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.read.LedgerUnreadableException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.server.index.hashes.HashRuns;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells of almost every account that is not on disk that it is not. After a start this filter and those of the {@link HashRuns} are filled
 * beside whatever the index does meanwhile. Asking is for any thread; starting and closing for the index's writer.
 */
final class StoredFilters {
    /** For about 32 million accounts. */
    private static final long ACCOUNT_FILTER_BYTES_MAX = 64L << 20;

    private final RocksStore store;
    private final HashRuns runs;
    private final HashFilter accounts = new HashFilter(ACCOUNT_FILTER_BYTES_MAX);
    private volatile boolean closing;
    private @Nullable Thread thread;

    StoredFilters(RocksStore store, HashRuns runs) {
        this.store = store;
        this.runs = runs;
    }

    /** {@code scratch} is the caller's. */
    boolean mayHoldAccount(AccountKey key, ByteSink scratch) {
        return accounts.mayContain(ReferenceHash.of(key, scratch));
    }

    /** By the flusher, before it lets go of the generation whose rows it has put into RocksDB. */
    void ingested(Generation generation) {
        ByteSink scratch = new ByteSink(256);
        generation.newAccounts().forEach(key -> accounts.add(ReferenceHash.of(key, scratch)));
    }

    /** Begins to add what is stored already. */
    void start(long nextEvent) {
        if (nextEvent == 0) {
            accounts.complete();
            return;
        }
        thread = Thread.ofPlatform().name("index-filter").daemon(true).start(() -> {
            try {
                load();
            } catch (LedgerUnreadableException e) {
                // Every look-up goes to the disk now, and fails only where the damage is.
                System.getLogger(StoredFilters.class.getName())
                        .log(System.Logger.Level.ERROR, "Start the server again soon: " + e.getMessage() + ".", e);
            }
        });
    }

    private void load() {
        ByteSink scratch = new ByteSink(256);
        store.scan(new byte[] {IndexKeys.ACCOUNT}, (key, value) -> {
            if (key[0] != IndexKeys.ACCOUNT) {
                return false;
            }
            accounts.add(ReferenceHash.of(IndexKeys.accountOf(key), scratch));
            return !closing;
        });
        if (!closing) {
            accounts.complete();
        }
        try {
            runs.makeFilters(() -> closing);
        } catch (IOException e) {
            throw store.unreadable(e);
        }
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
