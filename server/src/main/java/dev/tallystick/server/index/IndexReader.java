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
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.read.TenantTotals;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.ledger.state.BrokenInvariantException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads of the index for everybody but the writer. Stateless; any thread. */
public final class IndexReader implements LedgerReader {
    private final Accounts accounts;
    private final Map<String, TenantCounters> tenants;
    private final RocksStore store;
    private final Lookups lookups;
    private final RecordedEvents recorded;
    private final LateUsageRows late;
    private final OccurredIndex occurred;
    private final CheckpointIndex checkpoints;

    IndexReader(
            Accounts accounts,
            Map<String, TenantCounters> tenants,
            RocksStore store,
            Lookups lookups,
            RecordedEvents recorded,
            LateUsageRows late,
            CheckpointIndex checkpoints) {
        this.accounts = accounts;
        this.tenants = tenants;
        this.store = store;
        this.lookups = lookups;
        this.recorded = recorded;
        this.late = late;
        this.occurred = new OccurredIndex(this, late);
        this.checkpoints = checkpoints;
    }

    @Override
    public @Nullable AccountHead account(AccountKey key) {
        return accounts.head(key);
    }

    @Override
    public Position before(AccountHead head, long instant) {
        if (instant > head.lastAt()) {
            return head.position();
        }
        if (instant <= head.firstAt()) {
            return Position.START;
        }
        long day = UtcDay.of(instant);
        Position opening = closeBefore(head, day);
        if (instant == UtcDay.start(day)) {
            return opening;
        }
        return lastBefore(head, instant, opening, closeOf(head, day, opening));
    }

    /** The last position before an instant within a day, by bisection of the day's records. */
    private Position lastBefore(AccountHead head, long instant, Position opening, Position close) {
        long low = opening.sequence();
        long high = close.sequence();
        Position found = opening;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            DeltaRecorded record = recordOf(head, middle).delta();
            if (record.recordedAt() < instant) {
                low = middle;
                found = new Position(middle, record.balance(), record.credits());
            } else {
                high = middle - 1;
            }
        }
        return found;
    }

    private Position closeBefore(AccountHead head, long day) {
        DayClose best = null;
        Lookups.Layers layers = lookups.layers();
        Generation older = layers.older();
        best = later(best, lastBefore(layers.active().closedDays(head.number()), day));
        if (older != null) {
            best = later(best, lastBefore(older.closedDays(head.number()), day));
        }
        if (day <= 0) {
            return Position.START;
        }
        best = later(best, store.floor(IndexKeys.day(head.number(), day - 1), 5, IndexValues::day));
        return best == null ? Position.START : best.position();
    }

    private static @Nullable DayClose lastBefore(List<DayClose> closes, long day) {
        for (int i = closes.size() - 1; i >= 0; i--) {
            if (closes.get(i).epochDay() < day) {
                return closes.get(i);
            }
        }
        return null;
    }

    /** Of two closes the later; of two for one day the first, which comes from the newer layer. */
    private static @Nullable DayClose later(@Nullable DayClose newer, @Nullable DayClose older) {
        if (newer == null || older == null) {
            return newer == null ? older : newer;
        }
        return older.epochDay() > newer.epochDay() ? older : newer;
    }

    private Position closeOf(AccountHead head, long day, Position opening) {
        if (UtcDay.of(head.lastAt()) == day) {
            return head.position();
        }
        List<DayClose> found = days(head, day, day);
        return found.isEmpty() ? opening : found.getFirst().position();
    }

    @Override
    public List<DayClose> days(AccountHead head, long firstDay, long lastDay) {
        long headDay = UtcDay.of(head.lastAt());
        TreeMap<Long, DayClose> days = new TreeMap<>();
        byte[] from = IndexKeys.day(head.number(), Math.max(0, firstDay));
        Lookups.Layers layers = lookups.layers();
        Generation older = layers.older();
        store.scan(from, (key, value) -> {
            if (!RocksStore.startsWith(key, from, 5)) {
                return false;
            }
            DayClose close = IndexValues.day(key, value);
            return close.epochDay() <= lastDay && days.put(close.epochDay(), close) == null;
        });
        if (older != null) {
            older.closedDays(head.number()).forEach(close -> days.put(close.epochDay(), close));
        }
        layers.active().closedDays(head.number()).forEach(close -> days.put(close.epochDay(), close));
        days.put(headDay, new DayClose(headDay, head.position()));
        days.keySet().removeIf(day -> day < firstDay || day > lastDay || day > headDay);
        return List.copyOf(days.values());
    }

    @Override
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
        return lookups.byReference(key, referenceId, ReferenceHash.of(key, referenceId, new ByteSink(512)));
    }

    @Override
    public @Nullable StoredDelta recordByProofHash(Hash proofHash) {
        return lookups.byProofHash(proofHash);
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
