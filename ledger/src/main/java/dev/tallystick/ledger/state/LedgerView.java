package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.ReferenceKey;
import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredDelta;
import org.jspecify.annotations.Nullable;

/** What the state machine needs to know of everything recorded so far. Called by the writer only. */
public interface LedgerView {
    /** The account's newest state, or null if it has no record. */
    @Nullable
    AccountHead account(AccountKey key);

    /** The tenant's record with this event number, or null. */
    @Nullable
    StoredDelta record(String tenantId, long event);

    /** The account's record with this reference, or null; decided by the whole text, never by a shortened hash. */
    @Nullable
    StoredDelta recordByReference(ReferenceKey reference);

    /** The answer kept under this idempotency key, or null. */
    @Nullable
    RequestAnswered answered(String tenantId, String idempotencyKey);

    /** The account's record with this sequence number, 1 to its head's, or null beyond. */
    @Nullable
    StoredDelta record(AccountKey key, long sequence);

    /** The tenant's checkpoint with this event number, or null. */
    @Nullable
    StoredCheckpoint checkpoint(String tenantId, long event);

    /** The newest checkpoint of exactly this scope, or null. */
    @Nullable
    StoredCheckpoint checkpoint(SealedScope scope);

    /** The account's newest checkpoint, or null. */
    @Nullable
    StoredCheckpoint latestCheckpoint(AccountKey key);

    /** The signature of this key under the checkpoint with this event number, or null. */
    @Nullable
    CheckpointCountersigned countersignature(long checkpoint, String keyId);
}
