package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.Hash;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * Finds records by what they are known by outside: the shortened hash finds candidates, newest layer first as
 * {@link Lookups} explains, and the whole text decides. Any thread, but for the methods named after the writer.
 */
final class RecordsByHash {
    private final RocksStore store;
    private final RecordedEvents recorded;
    private final Lookups lookups;
    private final StoredFilters filters;

    /** Owned by the writer. */
    private @Nullable RocksIterator writerRows;

    private int writerRowsSee;

    RecordsByHash(RocksStore store, RecordedEvents recorded, Lookups lookups, StoredFilters filters) {
        this.store = store;
        this.recorded = recorded;
        this.lookups = lookups;
        this.filters = filters;
    }

    @Nullable
    StoredDelta byReference(AccountKey key, String referenceId, long hash) {
        Confirmation confirmation = ofReference(key, referenceId);
        if (mayBeStored(hash, confirmation)) {
            store.lend(rows -> seek(rows, IndexKeys.REFERENCE, hash, confirmation));
        }
        return confirmation.found;
    }

    /** The same from the writer, which keeps one iterator for itself. */
    @Nullable
    StoredDelta byReferenceFromWriter(AccountKey key, String referenceId, long hash) {
        Confirmation confirmation = ofReference(key, referenceId);
        if (mayBeStored(hash, confirmation)) {
            seek(writerRows(), IndexKeys.REFERENCE, hash, confirmation);
        }
        return confirmation.found;
    }

    /** Whether nothing on the heap was meant, and the filter does not rule out RocksDB. */
    private boolean mayBeStored(long reference, Confirmation confirmation) {
        Lookups.Layers now = lookups.layers();
        Generation older = now.older();
        return now.active().eventByReference(reference, confirmation) < 0
                && (older == null || older.eventByReference(reference, confirmation) < 0)
                && filters.mayHoldReference(reference);
    }

    @Nullable
    StoredDelta byProofHash(Hash proofHash) {
        long hash = Generation.hash(proofHash.prefix());
        Confirmation confirmation = new Confirmation(delta -> delta.proofHash().equals(proofHash));
        Lookups.Layers now = lookups.layers();
        Generation older = now.older();
        if (now.active().eventByProof(hash, confirmation) < 0
                && (older == null || older.eventByProof(hash, confirmation) < 0)
                && filters.mayHoldProof(hash)) {
            store.lend(rows -> seek(rows, IndexKeys.PROOF, hash, confirmation));
        }
        return confirmation.found;
    }

    private Confirmation ofReference(AccountKey key, String referenceId) {
        return new Confirmation(delta -> delta.item().customerId().equals(key.customerId())
                && delta.tenantId().equals(key.tenantId())
                && referenceId.equals(delta.item().referenceId()));
    }

    private void seek(RocksIterator rows, byte tag, long hash, Confirmation confirmation) {
        byte[] from = IndexKeys.hashed(tag, hash, 0);
        for (rows.seek(from); rows.isValid(); rows.next()) {
            byte[] key = rows.key();
            if (!RocksStore.startsWith(key, from, IndexKeys.PREFIX_LENGTH)
                    || confirmation.test(new ByteSource(key, IndexKeys.PREFIX_LENGTH, 8).u64())) {
                return;
            }
        }
        store.requireIntact(rows);
    }

    private RocksIterator writerRows() {
        int newest = lookups.ingests();
        RocksIterator rows = writerRows;
        if (rows == null || writerRowsSee != newest) {
            if (rows != null) {
                rows.close();
            }
            rows = store.prefixIterator();
            writerRows = rows;
            writerRowsSee = newest;
        }
        return rows;
    }

    /** By the writer. */
    void close() {
        RocksIterator rows = writerRows;
        if (rows != null) {
            rows.close();
            writerRows = null;
        }
    }

    /** Loads a candidate and compares the whole of it; keeps the one that was meant. */
    private final class Confirmation implements LongPredicate {
        private final Predicate<DeltaRecorded> meant;
        private @Nullable StoredDelta found;

        Confirmation(Predicate<DeltaRecorded> meant) {
            this.meant = meant;
        }

        @Override
        public boolean test(long event) {
            if (recorded.event(event) instanceof DeltaRecorded delta && meant.test(delta)) {
                found = new StoredDelta(event, delta);
                return true;
            }
            return false;
        }
    }
}
