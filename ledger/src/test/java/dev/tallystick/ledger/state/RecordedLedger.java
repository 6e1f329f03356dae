package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
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
import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.read.TenantTotals;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.ledger.scope.UtcMonth;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Recorded events in a list; every question is answered by going through all of them. Written by one thread, read by any.
 */
public class RecordedLedger implements LedgerView, LedgerReader {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Directory directory = new Directory();
    private final ListedCheckpoints checkpoints = new ListedCheckpoints(events, directory);

    public Directory directory() {
        return directory;
    }

    public List<Event> events() {
        return events;
    }

    public void apply(List<Event> more) {
        for (Event event : more) {
            if (event instanceof Event.Administration administration) {
                directory.apply(administration);
            }
        }
        events.addAll(more);
    }

    private List<StoredDelta> deltas(Predicate<DeltaRecorded> wanted) {
        List<StoredDelta> found = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof DeltaRecorded delta && wanted.test(delta)) {
                found.add(new StoredDelta(i, delta));
            }
        }
        return found;
    }

    private static StoredDelta first(List<StoredDelta> found) {
        return found.isEmpty() ? null : found.getFirst();
    }

    @Override
    public AccountHead account(AccountKey key) {
        List<StoredDelta> rows = deltas(delta -> delta.account().equals(key));
        if (rows.isEmpty()) {
            return null;
        }
        StoredDelta last = rows.getLast();
        Position position = sum(rows);
        return new AccountHead(
                0,
                key,
                position.sequence(),
                position.balance(),
                position.credits(),
                last.delta().proofHash(),
                rows.getFirst().delta().recordedAt(),
                last.delta().recordedAt(),
                last.event());
    }

    /** Adds up what was sent, without looking at the running figures of the records. */
    public static Position sum(List<StoredDelta> rows) {
        Amount balance = Amount.ZERO;
        Amount credits = Amount.ZERO;
        for (StoredDelta row : rows) {
            Amount delta = row.delta().item().delta();
            balance = balance.plus(delta);
            credits = delta.signum() > 0 ? credits.plus(delta) : credits;
        }
        return new Position(rows.size(), balance, credits);
    }

    private List<StoredDelta> upTo(AccountHead head, Predicate<DeltaRecorded> wanted) {
        return deltas(delta ->
                delta.account().equals(head.key()) && delta.sequence() <= head.sequence() && wanted.test(delta));
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
    public Position before(AccountHead head, long instant) {
        return sum(upTo(head, delta -> delta.recordedAt() < instant));
    }

    @Override
    public List<DayClose> days(AccountHead head, long firstDay, long lastDay) {
        TreeMap<Long, DayClose> days = new TreeMap<>();
        for (StoredDelta row : upTo(head, delta -> true)) {
            long day = UtcDay.of(row.delta().recordedAt());
            if (day >= firstDay && day <= lastDay) {
                days.put(day, new DayClose(day, before(head, UtcDay.start(day + 1))));
            }
        }
        return List.copyOf(days.values());
    }

    @Override
    public List<StoredDelta> records(AccountHead head, long from, long to) {
        return upTo(head, delta -> delta.sequence() >= from && delta.sequence() <= to);
    }

    @Override
    public StoredDelta record(String tenantId, long event) {
        return event < events.size()
                        && events.get((int) event) instanceof DeltaRecorded delta
                        && delta.tenantId().equals(tenantId)
                ? new StoredDelta(event, delta)
                : null;
    }

    @Override
    public StoredDelta recordByReference(AccountKey key, String referenceId) {
        return first(deltas(delta ->
                delta.account().equals(key) && referenceId.equals(delta.item().referenceId())));
    }

    @Override
    public StoredDelta recordByReference(ReferenceKey reference) {
        return recordByReference(reference.account(), reference.referenceId());
    }

    @Override
    public RequestAnswered answered(String tenantId, String idempotencyKey) {
        for (Event event : events) {
            if (event instanceof RequestAnswered answered
                    && answered.tenantId().equals(tenantId)
                    && answered.key().equals(idempotencyKey)) {
                return answered;
            }
        }
        return null;
    }

    @Override
    public StoredDelta recordByProofHash(Hash proofHash) {
        return first(deltas(delta -> delta.proofHash().equals(proofHash)));
    }

    @Override
    public AccountPage accounts(String tenantId, String search, long offset, int limit) {
        String part = search.toLowerCase(Locale.ROOT);
        List<AccountHead> heads = deltas(delta -> delta.tenantId().equals(tenantId)).stream()
                .map(row -> row.delta().account())
                .filter(key -> key.customerId().toLowerCase(Locale.ROOT).contains(part))
                .distinct()
                .sorted(Comparator.comparing(AccountKey::customerId))
                .map(this::account)
                .toList();
        int from = (int) Math.min(offset, heads.size());
        return new AccountPage(heads.subList(from, (int) Math.min((long) from + limit, heads.size())), heads.size());
    }

    @Override
    public TenantTotals totals(String tenantId) {
        List<StoredDelta> rows = deltas(delta -> delta.tenantId().equals(tenantId));
        if (rows.isEmpty()) {
            return new TenantTotals(0, 0, Amount.ZERO, Amount.ZERO, 0, 0);
        }
        Position sum = sum(rows);
        long customers =
                rows.stream().map(row -> row.delta().account()).distinct().count();
        return new TenantTotals(
                customers,
                rows.size(),
                sum.credits(),
                sum.debits(),
                rows.getFirst().delta().recordedAt(),
                rows.getLast().delta().recordedAt());
    }

    @Override
    public long deltasInMonth(String tenantId, int month) {
        return deltas(delta -> delta.tenantId().equals(tenantId) && UtcMonth.of(delta.recordedAt()) == month)
                .size();
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
