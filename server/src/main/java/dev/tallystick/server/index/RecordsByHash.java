package dev.tallystick.server.index;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.ReferenceKey;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.server.index.hashes.DamagedRunException;
import dev.tallystick.server.index.hashes.HashKind;
import dev.tallystick.server.index.hashes.HashRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds records by what they are known by outside: the shortened hash finds candidates, newest layer first as
 * {@link Lookups} explains, and the whole text decides. Any thread, but for opening and closing.
 */
final class RecordsByHash {
    private final RocksStore store;
    private final RecordedEvents recorded;
    private final Lookups lookups;
    private final HashRuns runs;

    RecordsByHash(RocksStore store, RecordedEvents recorded, Lookups lookups, HashRuns runs) {
        this.store = store;
        this.recorded = recorded;
        this.lookups = lookups;
        this.runs = runs;
    }

    /**
     * Takes over the runs that belong to the stored rows; at the opening, before anything else.
     *
     * @param empty whether nothing is stored yet
     */
    void load(boolean empty) {
        byte[] listing = store.get(IndexKeys.runs());
        if (listing == null && !empty) {
            throw store.damaged(new IOException("the list of runs is missing"));
        }
        try {
            runs.load(listing == null ? new byte[0] : listing);
        } catch (DamagedRunException e) {
            throw store.damaged(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the hashes of the index", e);
        }
    }

    @Nullable
    StoredDelta byReference(ReferenceKey reference) {
        long hash = ReferenceHash.of(reference);
        Confirmation confirmation = new Confirmation(reference::isOf);
        Lookups.Layers now = lookups.layers();
        Generation older = now.older();
        if (now.active().eventByReference(hash, confirmation) < 0
                && (older == null || older.eventByReference(hash, confirmation) < 0)) {
            findStored(HashKind.REFERENCE, hash, confirmation);
        }
        return confirmation.found;
    }

    @Nullable
    StoredDelta byProofHash(Hash proofHash) {
        long hash = Generation.hash(proofHash.prefix());
        Confirmation confirmation = new Confirmation(delta -> delta.proofHash().equals(proofHash));
        Lookups.Layers now = lookups.layers();
        Generation older = now.older();
        if (now.active().eventByProof(hash, confirmation) < 0
                && (older == null || older.eventByProof(hash, confirmation) < 0)) {
            findStored(HashKind.PROOF, hash, confirmation);
        }
        return confirmation.found;
    }

    private void findStored(HashKind kind, long hash, Confirmation confirmation) {
        try {
            runs.find(kind, hash, confirmation);
        } catch (IOException e) {
            throw store.unreadable(e);
        }
    }

    /** When nobody asks any more. */
    void close() {
        try {
            runs.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the hashes of the index", e);
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
