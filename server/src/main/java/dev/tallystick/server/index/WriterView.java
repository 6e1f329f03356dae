package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.ReferenceKey;
import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.state.LedgerView;
import dev.tallystick.proof.bytes.ByteSink;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What deciding needs to know, the group that is being applied included. Called by the writer only; others have {@link IndexReader}. */
final class WriterView implements LedgerView {
    private final Accounts accounts;
    private final Lookups lookups;
    private final RecordsByHash byHash;
    private final IndexReader reader;
    private final CheckpointIndex checkpoints;

    /** The number of the first event that is not applied. */
    private final LongSupplier nextEvent;

    private final ByteSink scratch = new ByteSink(512);

    WriterView(
            Accounts accounts,
            Lookups lookups,
            RecordsByHash byHash,
            IndexReader reader,
            CheckpointIndex checkpoints,
            LongSupplier nextEvent) {
        this.accounts = accounts;
        this.lookups = lookups;
        this.byHash = byHash;
        this.reader = reader;
        this.checkpoints = checkpoints;
        this.nextEvent = nextEvent;
    }

    @Override
    public @Nullable AccountHead account(AccountKey key) {
        Account account = accounts.load(key);
        return account == null ? null : account.head();
    }

    @Override
    public @Nullable StoredDelta record(String tenantId, long event) {
        return lookups.record(tenantId, event, nextEvent.getAsLong());
    }

    @Override
    public @Nullable StoredDelta recordByReference(ReferenceKey reference) {
        return byHash.byReference(reference);
    }

    @Override
    public @Nullable RequestAnswered answered(String tenantId, String idempotencyKey) {
        return lookups.answered(tenantId, idempotencyKey, scratch);
    }

    @Override
    public @Nullable StoredDelta record(AccountKey key, long sequence) {
        AccountHead head = account(key);
        return head == null || sequence > head.sequence()
                ? null
                : reader.records(head, sequence, sequence).getFirst();
    }

    @Override
    public @Nullable StoredCheckpoint checkpoint(String tenantId, long event) {
        return checkpoints.byEvent(tenantId, event);
    }

    @Override
    public @Nullable StoredCheckpoint checkpoint(SealedScope scope) {
        return checkpoints.byScope(scope);
    }

    @Override
    public @Nullable StoredCheckpoint latestCheckpoint(AccountKey key) {
        return checkpoints.latest(key);
    }

    @Override
    public @Nullable CheckpointCountersigned countersignature(long checkpoint, String keyId) {
        return checkpoints.countersignature(checkpoint, keyId);
    }
}
