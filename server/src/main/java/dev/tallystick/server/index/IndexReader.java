package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.CheckpointReader;
import dev.tallystick.ledger.read.Corrections;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.OccurredReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.ReferenceKey;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.read.TenantTotals;
import dev.tallystick.ledger.state.BrokenInvariantException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads of the index for everybody but the writer. Stateless; any thread. */
public final class IndexReader implements LedgerReader {
    /** Read within a millisecond or two. */
    private static final int RECORDS_BEFORE_OTHERS = 100;

    private final Accounts accounts;
    private final Map<String, TenantCounters> tenants;
    private final RocksStore store;
    private final Lookups lookups;
    private final RecordsByHash byHash;
    private final RecordedEvents recorded;
    private final LateUsageRows late;
    private final RecordedPositions positions;
    private final OccurredIndex occurred;
    private final CheckpointIndex checkpoints;

    IndexReader(
            Accounts accounts,
            Map<String, TenantCounters> tenants,
            RocksStore store,
            Lookups lookups,
            RecordsByHash byHash,
            RecordedEvents recorded,
            LateUsageRows late,
            CheckpointIndex checkpoints) {
        this.accounts = accounts;
        this.tenants = tenants;
        this.store = store;
        this.lookups = lookups;
        this.byHash = byHash;
        this.recorded = recorded;
        this.late = late;
        this.positions = new RecordedPositions(this, lookups, store);
        this.occurred = new OccurredIndex(this, late);
        this.checkpoints = checkpoints;
    }

    @Override
    public @Nullable AccountHead account(AccountKey key) {
        return accounts.head(key);
    }

    @Override
    public Position before(AccountHead head, long instant) {
        return positions.before(head, instant);
    }

    @Override
    public List<DayClose> days(AccountHead head, long firstDay, long lastDay) {
        return positions.days(head, firstDay, lastDay);
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // Nothing depends on the yielding but how long others wait.
    public List<StoredDelta> records(AccountHead head, long from, long to) {
        if (to <= from) {
            return to < from ? List.of() : List.of(recordOf(head, from));
        }
        List<StoredDelta> records = new ArrayList<>((int) (to - from + 1));
        long[] events = lookups.eventsBySequence(head.number(), from, to);
        for (int i = 0; i < events.length; i++) {
            if (events[i] < 0) {
                throw misplaced(head, from + i, events[i]);
            }
        }
        recorded.events(events, (event, number) -> records.add(checked(head, from + records.size(), number, event)));
        if (records.size() >= RECORDS_BEFORE_OTHERS && Thread.currentThread().isVirtual()) {
            // Whoever reads page after page never waits for anything, so others would not get its carrier.
            Thread.yield();
        }
        return records;
    }

    private StoredDelta recordOf(AccountHead head, long sequence) {
        long number = lookups.eventBySequence(head.number(), sequence);
        if (number < 0) {
            throw misplaced(head, sequence, number);
        }
        return checked(head, sequence, number, recorded.event(number));
    }

    private static StoredDelta checked(AccountHead head, long sequence, long number, Event event) {
        if (event instanceof DeltaRecorded delta
                && delta.sequence() == sequence
                && delta.item().customerId().equals(head.key().customerId())) {
            return new StoredDelta(number, delta);
        }
        throw misplaced(head, sequence, number);
    }

    private static BrokenInvariantException misplaced(AccountHead head, long sequence, long number) {
        return new BrokenInvariantException("record " + sequence + " of customer "
                + head.key().customerId() + " is not where the index says (event " + number + ")");
    }

    @Override
    public @Nullable StoredDelta record(String tenantId, long event) {
        return lookups.record(tenantId, event, lookups.visibleEvents());
    }

    @Override
    public @Nullable StoredDelta recordByReference(AccountKey key, String referenceId) {
        return byHash.byReference(new ReferenceKey(key, referenceId, new ByteSink(512)));
    }

    @Override
    public @Nullable StoredDelta recordByProofHash(Hash proofHash) {
        return byHash.byProofHash(proofHash);
    }

    @Override
    public OccurredReader occurred() {
        return occurred;
    }

    @Override
    public Corrections corrections(AccountHead head, long event, int limit) {
        return late.corrections(head, event, limit);
    }

    @Override
    public @Nullable RequestAnswered answered(String tenantId, String idempotencyKey) {
        return lookups.answered(tenantId, idempotencyKey, new ByteSink(512));
    }

    @Override
    public CheckpointReader checkpoints() {
        return checkpoints;
    }

    @Override
    public AccountPage accounts(String tenantId, String search, long offset, int limit) {
        String wanted = search.toLowerCase(Locale.ROOT);
        List<AccountHead> page = new ArrayList<>();
        long matching = 0;
        try (AccountNames names = new AccountNames(tenantId, lookups.layers(), store)) {
            for (String name = names.next(); name != null; name = names.next()) {
                if (!wanted.isEmpty() && !name.toLowerCase(Locale.ROOT).contains(wanted)) {
                    continue;
                }
                if (matching >= offset && page.size() < limit) {
                    AccountHead head = account(new AccountKey(tenantId, name));
                    if (head != null) {
                        page.add(head);
                    }
                }
                matching++;
                if (wanted.isEmpty() && page.size() == limit) {
                    return new AccountPage(page, totals(tenantId).customers());
                }
            }
        }
        return new AccountPage(page, matching);
    }

    @Override
    public TenantTotals totals(String tenantId) {
        TenantCounters counters = tenants.get(tenantId);
        return counters == null ? TenantCounters.NONE : counters.totals();
    }

    @Override
    public long deltasInMonth(String tenantId, int month) {
        TenantCounters counters = tenants.get(tenantId);
        return counters == null ? 0 : counters.deltasInMonth(month);
    }
}
