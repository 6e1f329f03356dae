package dev.tallystick.ledger.read;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.proof.bytes.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads of recorded state. Every answer covers only what is durable. The cost of a call depends on the size of its
 * answer, never on the length of the history. All methods may be called from any thread.
 */
public interface LedgerReader extends PositionReader {
    /** The account's newest state, or null if it has no record. */
    @Nullable
    AccountHead account(AccountKey key);

    /** The same accounts by when usage happened. */
    OccurredReader occurred();

    /** What adjusts the record with this event number; at most {@code limit} of them are named. Two look-ups. */
    Corrections corrections(AccountHead head, long event, int limit);

    /** The account's records with sequence {@code from} to {@code to}, both inclusive and within 1..head.sequence. */
    List<StoredDelta> records(AccountHead head, long from, long to);

    /** The tenant's record with this event number, or null if there is none (another tenant's is none). */
    @Nullable
    StoredDelta record(String tenantId, long event);

    /** The record of the account with this reference, or null. */
    @Nullable
    StoredDelta recordByReference(AccountKey key, String referenceId);

    /** The record on this plane with this proof hash (= receipt id), or null. */
    @Nullable
    StoredDelta recordByProofHash(Hash proofHash);

    /**
     * The tenant's accounts in the order of their ids.
     *
     * @param search only ids that contain this text, case ignored; empty for all
     * @param offset how many matching to skip
     * @param limit at most so many
     */
    AccountPage accounts(String tenantId, String search, long offset, int limit);

    /** Totals over all accounts of the tenant. */
    TenantTotals totals(String tenantId);

    /** The answer kept under the tenant's idempotency key, or null. */
    @Nullable
    RequestAnswered answered(String tenantId, String idempotencyKey);

    /** What was sealed. */
    CheckpointReader checkpoints();

    /** How many deltas the tenant recorded in a UTC month; {@code month} counts months since 1970-01, which is 0. */
    long deltasInMonth(String tenantId, int month);

    /**
     * A page of accounts.
     *
     * @param total number of matching accounts
     */
    record AccountPage(List<AccountHead> accounts, long total) {}
}
