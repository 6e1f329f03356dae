package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells of almost every reference, proof hash or account that is not on disk that it is not. After a start the filters are filled beside
 * whatever the index does meanwhile. Asking is for any thread; starting and closing for the index's writer.
 */
final class StoredFilters {
    /** For about 180 million references, and as many proof hashes. */
    private static final long RECORD_FILTER_BYTES_MAX = 256L << 20;

    /** For about 45 million accounts. */
    private static final long ACCOUNT_FILTER_BYTES_MAX = 64L << 20;

    private final RocksStore store;
    private final HashFilter references = new HashFilter(RECORD_FILTER_BYTES_MAX);
    private final HashFilter proofs = new HashFilter(RECORD_FILTER_BYTES_MAX);
    private final HashFilter accounts = new HashFilter(ACCOUNT_FILTER_BYTES_MAX);
    private volatile boolean closing;
    private @Nullable Thread thread;

    StoredFilters(RocksStore store) {
        this.store = store;
    }

    boolean mayHoldReference(long hash) {
        return references.mayContain(hash);
    }

    boolean mayHoldProof(long hash) {
        return proofs.mayContain(hash);
    }

    /** {@code scratch} is the caller's. */
    boolean mayHoldAccount(AccountKey key, ByteSink scratch) {
        return accounts.mayContain(ReferenceHash.of(key, scratch));
    }

    /** By the flusher, before it lets go of the generation whose rows it has put into RocksDB. */
    void ingested(Generation generation) {
        add(generation.columns().reference, generation.rows(), references);
        add(generation.columns().proof, generation.rows(), proofs);
        ByteSink scratch = new ByteSink(256);
        generation.newAccounts().forEach(key -> accounts.add(ReferenceHash.of(key, scratch)));
    }

    private static void add(long[] hashes, int rows, HashFilter filter) {
        for (int row = 0; row < rows; row++) {
            if (hashes[row] != Generation.NONE) {
                filter.add(hashes[row]);
            }
        }
    }

    /** Begins to add what is stored already. */
    void start(long nextEvent) {
        if (nextEvent == 0) {
            load();
            return;
        }
        thread = Thread.ofPlatform().name("index-filter").daemon(true).start(() -> {
            try {
                load();
            } catch (IndexDamagedException e) {
                // Without filters every look-up goes to RocksDB, which reports the damage to whoever is concerned.
                System.getLogger(StoredFilters.class.getName())
                        .log(System.Logger.Level.WARNING, "the filters could not be filled", e);
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
        load(IndexKeys.REFERENCE, references);
        load(IndexKeys.PROOF, proofs);
    }

    private void load(byte tag, HashFilter filter) {
        store.scan(new byte[] {tag}, (key, value) -> {
            if (key[0] != tag) {
                return false;
            }
            filter.add(new ByteSource(key, 1, 8).u64());
            return !closing;
        });
        if (!closing) {
            filter.complete();
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
