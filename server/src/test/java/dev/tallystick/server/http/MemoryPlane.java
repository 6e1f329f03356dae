package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.CheckpointReader;
import dev.tallystick.ledger.read.Corrections;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.OccurredReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.read.TenantTotals;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.LedgerView;
import dev.tallystick.ledger.state.StateMachine;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A plane without a disk, for tests of the wire: the real state machine over maps. */
final class MemoryPlane implements Plane, LedgerView, LedgerReader {
    private static final long DAY = 86_400_000L;

    final AtomicLong clock = new AtomicLong(1_770_000_000_000L);
    volatile CountDownLatch hold = new CountDownLatch(0);
    final AtomicInteger waiting = new AtomicInteger();
    volatile RuntimeException failure;
    volatile String stopped;

    private final PlaneName name;
    private final Directory directory = new Directory();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final ListedCheckpoints checkpoints = new ListedCheckpoints(events, directory);
    private final Map<AccountKey, List<StoredDelta>> accounts =
            new TreeMap<>(Comparator.comparing(AccountKey::tenantId).thenComparing(AccountKey::customerId));
    private final Map<List<Object>, StoredDelta> references = new HashMap<>();
    private final Map<String, RequestAnswered> answered = new HashMap<>();
    private final StateMachine machine;
    private final Random random = new Random(7);

    MemoryPlane(PlaneName name) {
        this.name = name;
        this.machine = new StateMachine(this, directory, random::nextBytes);
    }

    @Override
    public PlaneName name() {
        return name;
    }

    @Override
    public Outcome submit(Command command) {
        try {
            waiting.incrementAndGet();
            hold.await();
            waiting.decrementAndGet();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure != null) {
            throw failure;
        }
        synchronized (this) {
            machine.startGroup(events.size(), clock.get());
            Outcome outcome = machine.decide(command);
            for (Event event : machine.events()) {
                apply(event);
            }
            return outcome;
        }
    }

    private void apply(Event event) {
        if (event instanceof DeltaRecorded delta) {
            StoredDelta stored = new StoredDelta(events.size(), delta);
            accounts.computeIfAbsent(delta.account(), ignored -> new ArrayList<>())
                    .add(stored);
            if (delta.item().referenceId() != null) {
                references.put(List.of(delta.account(), delta.item().referenceId()), stored);
            }
        }
        if (event instanceof RequestAnswered request) {
            answered.put(request.tenantId() + request.key(), request);
        }
        if (event instanceof Event.Administration administration) {
            directory.apply(administration);
        }
        events.add(event);
    }

    @Override
    public LedgerReader reader() {
        return this;
    }

    @Override
    public Directory directory() {
        return directory;
    }

    @Override
    public long now() {
        return clock.get();
    }

    @Override
    public String stoppedBecause() {
        return stopped;
    }

    @Override
    public synchronized AccountHead account(AccountKey key) {
        List<StoredDelta> rows = accounts.get(key);
        if (rows == null) {
            return null;
        }
        StoredDelta last = rows.getLast();
        return new AccountHead(
                0,
                key,
                rows.size(),
                last.delta().balance(),
                last.delta().credits(),
                last.delta().proofHash(),
                rows.getFirst().delta().recordedAt(),
                last.delta().recordedAt(),
                last.event());
    }

    @Override
    public synchronized StoredDelta record(String tenantId, long event) {
        return event < events.size()
                        && events.get((int) event) instanceof DeltaRecorded delta
                        && delta.tenantId().equals(tenantId)
                ? new StoredDelta(event, delta)
                : null;
    }

    @Override
    public synchronized StoredDelta recordByReference(AccountKey key, String referenceId) {
        return references.get(List.of(key, referenceId));
    }

    @Override
    public synchronized RequestAnswered answered(String tenantId, String idempotencyKey) {
        return answered.get(tenantId + idempotencyKey);
    }

    private static Position position(StoredDelta row) {
        return new Position(
                row.delta().sequence(), row.delta().balance(), row.delta().credits());
    }

    @Override
    public OccurredReader occurred() {
        throw new UnsupportedOperationException("this ledger knows no late usage");
    }

    @Override
    public Corrections corrections(AccountHead head, long event, int limit) {
        return Corrections.NONE;
    }

    @Override
    public synchronized Position before(AccountHead head, long instant) {
        Position position = Position.START;
        for (StoredDelta row : rows(head)) {
            position = row.delta().recordedAt() < instant ? position(row) : position;
        }
        return position;
    }

    private List<StoredDelta> rows(AccountHead head) {
        return accounts.get(head.key()).subList(0, (int) head.sequence());
    }

    @Override
    public synchronized List<DayClose> days(AccountHead head, long firstDay, long lastDay) {
        TreeMap<Long, Position> days = new TreeMap<>();
        for (StoredDelta row : rows(head)) {
            days.put(Math.floorDiv(row.delta().recordedAt(), DAY), position(row));
        }
        List<DayClose> closes = new ArrayList<>();
        days.subMap(firstDay, true, lastDay, true).forEach((day, at) -> closes.add(new DayClose(day, at)));
        return closes;
    }

    @Override
    public synchronized List<StoredDelta> records(AccountHead head, long from, long to) {
        return List.copyOf(rows(head).subList((int) from - 1, (int) to));
    }

    @Override
    public synchronized StoredDelta recordByProofHash(Hash proofHash) {
        for (List<StoredDelta> rows : accounts.values()) {
            for (StoredDelta row : rows) {
                if (row.delta().proofHash().equals(proofHash)) {
                    return row;
                }
            }
        }
        return null;
    }

    @Override
    public synchronized AccountPage accounts(String tenantId, String search, long offset, int limit) {
        List<AccountHead> heads = new ArrayList<>();
        for (AccountKey key : accounts.keySet()) {
            String id = key.customerId().toLowerCase(Locale.ROOT);
            if (key.tenantId().equals(tenantId) && id.contains(search.toLowerCase(Locale.ROOT))) {
                heads.add(account(key));
            }
        }
        int from = (int) Math.min(offset, heads.size());
        return new AccountPage(heads.subList(from, Math.min(from + limit, heads.size())), heads.size());
    }

    @Override
    public synchronized TenantTotals totals(String tenantId) {
        long customers = 0;
        long deltas = 0;
        Amount credits = Amount.ZERO;
        Amount debits = Amount.ZERO;
        long first = Long.MAX_VALUE;
        long last = 0;
        for (AccountHead head : accounts(tenantId, "", 0, Integer.MAX_VALUE).accounts()) {
            customers++;
            deltas += head.sequence();
            credits = credits.plus(head.credits());
            debits = debits.plus(head.position().debits());
            first = Math.min(first, head.firstAt());
            last = Math.max(last, head.lastAt());
        }
        return new TenantTotals(customers, deltas, credits, debits, deltas == 0 ? 0 : first, last);
    }

    @Override
    public synchronized long deltasInMonth(String tenantId, int month) {
        YearMonth wanted = YearMonth.of(1970, 1).plusMonths(month);
        return accounts.values().stream()
                .flatMap(List::stream)
                .filter(row -> row.delta().tenantId().equals(tenantId)
                        && YearMonth.from(LocalDate.ofEpochDay(
                                        Math.floorDiv(row.delta().recordedAt(), DAY)))
                                .equals(wanted))
                .count();
    }

    @Override
    public CheckpointReader checkpoints() {
        return checkpoints;
    }

    @Override
    public StoredDelta record(AccountKey key, long sequence) {
        AccountHead head = account(key);
        return head == null || sequence > head.sequence()
                ? null
                : records(head, sequence, sequence).getFirst();
    }

    @Override
    public StoredCheckpoint checkpoint(String tenantId, long event) {
        return checkpoints.byEvent(tenantId, event);
    }

    @Override
    public StoredCheckpoint checkpoint(SealedScope scope) {
        return checkpoints.byScope(scope);
    }

    @Override
    public StoredCheckpoint latestCheckpoint(AccountKey key) {
        return checkpoints.latest(key);
    }

    @Override
    public CheckpointCountersigned countersignature(long checkpoint, String keyId) {
        for (Event event : events) {
            if (event instanceof CheckpointCountersigned countersigned
                    && countersigned.checkpoint() == checkpoint
                    && countersigned.keyId().equals(keyId)) {
                return countersigned;
            }
        }
        return null;
    }
}
