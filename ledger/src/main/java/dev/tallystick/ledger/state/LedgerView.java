package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.read.AccountHead;
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
    StoredDelta recordByReference(AccountKey key, String referenceId);

    /** The answer kept under this idempotency key, or null. */
    @Nullable
    RequestAnswered answered(String tenantId, String idempotencyKey);
}
