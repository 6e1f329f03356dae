package dev.tallystick.ledger.read;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads of sealed checkpoints. Every answer covers only what is durable. The cost of a call does not depend on how many
 * records a checkpoint covers. All methods may be called from any thread.
 */
public interface CheckpointReader {
    /** The tenant's checkpoint with this event number, or null if there is none (another tenant's is none). */
    @Nullable
    StoredCheckpoint byEvent(String tenantId, long event);

    /** The checkpoint on this plane with this proof root, or null. */
    @Nullable
    StoredCheckpoint byProofRoot(Hash proofRoot);

    /** The customer's newest checkpoint over records with this items root, or null. */
    @Nullable
    StoredCheckpoint byItemsRoot(AccountKey account, Hash itemsRoot);

    /** The newest checkpoint of exactly this scope, or null. It is final unless its statement says provisional. */
    @Nullable
    StoredCheckpoint byScope(SealedScope scope);

    /** The customer's newest checkpoint, whatever its window, or null. */
    @Nullable
    StoredCheckpoint latest(AccountKey account);

    /** Checkpoints, newest first, as far as they match. */
    CheckpointPage list(CheckpointFilter filter, long offset, int limit);

    /** The countersignatures of a checkpoint, oldest first. */
    List<StoredCountersignature> countersignatures(StoredCheckpoint checkpoint);

    /**
     * The running tree over the proof hashes of the account's records of a UTC month, in order: a copy, for the caller
     * to let it grow. It may lack the newest of those up to {@code head}, by a group of the writer at most, or have
     * newer ones; its size says how many it covers.
     *
     * @param month months since January 1970
     */
    CompactRange monthRange(AccountHead head, int month);

    /**
     * Which checkpoints are meant.
     *
     * @param customerId one customer's, or null for all of the tenant
     * @param from the window begins at this instant or later; {@link Long#MIN_VALUE} for any
     * @param to the window ends at this instant or before; {@link Long#MAX_VALUE} for any
     */
    record CheckpointFilter(String tenantId, @Nullable String customerId, long from, long to) {
        /** Whether a window lies inside. */
        public boolean holds(long start, long end) {
            return start >= from && end <= to;
        }
    }

    /**
     * A page of checkpoints.
     *
     * @param total how many match in all
     */
    record CheckpointPage(List<StoredCheckpoint> checkpoints, long total) {}
}
