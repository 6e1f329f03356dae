package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.ReferenceKey;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.ledger.state.BrokenInvariantException;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.LookedUp;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.Adjusts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each event changes on the heap: accounts, rows of the active generation, totals. Called by the writer only. */
final class Posting {
    private final Lookups lookups;
    private final Accounts accounts;
    private final Directory directory;
    private final Map<String, TenantCounters> tenants;
    private final LateUsageRows late;
    private final MonthRanges ranges;
    private final CheckpointIndex checkpoints;
    private final WriterView view;
    private final ByteSink scratch = new ByteSink(512);

    Posting(
            Lookups lookups,
            Accounts accounts,
            Directory directory,
            Map<String, TenantCounters> tenants,
            LateUsageRows late,
            MonthRanges ranges,
            CheckpointIndex checkpoints,
            WriterView view) {
        this.lookups = lookups;
        this.accounts = accounts;
        this.directory = directory;
        this.tenants = tenants;
        this.late = late;
        this.ranges = ranges;
        this.checkpoints = checkpoints;
        this.view = view;
    }

    /**
     * Posts the next event.
     *
     * @param found what deciding it looked up, or nothing
     * @param generation number of the active generation
     * @throws BrokenInvariantException it does not follow from what was posted before
     */
    void post(long number, Event event, LookedUp found, long generation) {
        switch (event) {
            case DeltaRecorded delta -> post(number, delta, found, generation);
            case RequestAnswered answered ->
                lookups.active()
                        .answered(ReferenceHash.ofRequest(answered.tenantId(), answered.key(), scratch), number);
            case Event.Administration administration -> control(number, administration);
            case Event.Sealing sealing -> checkpoints.apply(number, sealing);
            // Nothing looks for it but those who read the journal.
            case Event.DeliveryGivenUp ignored -> {}
            case Event.ComparisonReported ignored -> {}
        }
    }

    private void control(long number, Event.Administration event) {
        directory.apply(event);
        lookups.active().control(number);
        if (event instanceof Event.TenantOpened opened) {
            tenants.putIfAbsent(opened.tenantId(), new TenantCounters(TenantCounters.NONE, Map.of()));
        }
    }

    private void post(long number, DeltaRecorded delta, LookedUp found, long generation) {
        Generation active = lookups.active();
        Account account = account(delta, found.account(), active);
        AccountHead before = account.head();
        requireNext(number, before, delta);
        long day = UtcDay.of(delta.recordedAt());
        if (before != null) {
            long dayBefore = UtcDay.of(before.lastAt());
            if (dayBefore < day) {
                active.closeDay(account.number(), new DayClose(dayBefore, before.position()));
            }
        }
        active.add(
                account.number(),
                delta.sequence(),
                number,
                reference(account.key(), delta, found.reference()),
                Generation.hash(delta.proofHash().prefix()));
        if (account.markChanged(generation)) {
            active.changed(account);
        }
        tenantOf(delta).count(delta);
        late.begin(account.number(), number, delta, () -> adjusted(account.key(), delta));
        ranges.add(account.number(), delta);
        // Last, for whoever sees this head finds everything it covers.
        account.head(AccountHead.after(before, account.number(), delta, number));
        late.end(account.number(), delta);
    }

    private Account account(DeltaRecorded delta, @Nullable AccountHead found, Generation active) {
        Account recent = found == null ? null : accounts.recent(found.number());
        return recent != null && recent.isOf(delta) ? recent : accounts.of(delta.account(), active);
    }

    private long reference(AccountKey key, DeltaRecorded delta, @Nullable ReferenceKey found) {
        String referenceId = delta.item().referenceId();
        if (referenceId == null) {
            return Generation.NONE;
        }
        return found != null && found.isOf(delta)
                ? ReferenceHash.of(found)
                : ReferenceHash.of(key, referenceId, scratch);
    }

    /** The event number of the record that a delta adjusts; it was decided that there is one. */
    private long adjusted(AccountKey key, DeltaRecorded delta) {
        Adjusts adjusts = delta.item().adjusts();
        String recordId = adjusts == null ? null : adjusts.recordId();
        String referenceId = adjusts == null ? null : adjusts.referenceId();
        if (recordId != null) {
            return StoredDelta.eventOf(recordId);
        }
        StoredDelta named =
                referenceId == null ? null : view.recordByReference(new ReferenceKey(key, referenceId, scratch));
        if (named == null) {
            throw new BrokenInvariantException("record " + delta.sequence() + " of customer " + key.customerId()
                    + " adjusts one that is not there");
        }
        return named.event();
    }

    private TenantCounters tenantOf(DeltaRecorded delta) {
        TenantCounters counters = tenants.get(delta.tenantId());
        if (counters == null) {
            throw new BrokenInvariantException(
                    "a delta was recorded for tenant " + delta.tenantId() + ", never opened");
        }
        return counters;
    }

    private static void requireNext(long number, @Nullable AccountHead before, DeltaRecorded delta) {
        long sequence = before == null ? 1 : before.sequence() + 1;
        Hash previous = before == null ? Hash.ZERO : before.proofHash();
        if (delta.sequence() != sequence || !delta.previousProofHash().equals(previous)) {
            throw new BrokenInvariantException("event " + number + " is record " + delta.sequence() + " of customer "
                    + delta.item().customerId() + " after " + delta.previousProofHash() + "; expected record "
                    + sequence
                    + " after " + previous);
        }
    }
}
