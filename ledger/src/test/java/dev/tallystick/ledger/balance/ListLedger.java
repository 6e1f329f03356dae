package dev.tallystick.ledger.balance;

import dev.tallystick.ledger.event.AccountKey;
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
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.Salt;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** One account's records in a list; every answer is counted out afresh from the first record on. */
public final class ListLedger implements LedgerReader {
    private static final AccountKey KEY = new AccountKey("ten_000000000001", "cust_1");

    private final List<StoredDelta> records = new ArrayList<>();
    private int beforeCalls;
    private int daysCalls;
    private long rowsInOneCallMax;

    /** Records a delta; instants never go backwards. */
    public ListLedger with(String recordedAt, String delta) {
        return with(Instant.parse(recordedAt).toEpochMilli(), Amount.parse(delta));
    }

    public ListLedger with(long recordedAt, Amount delta) {
        return with(recordedAt, new DeltaItem(KEY.customerId(), delta, "usage", null, null, null, null));
    }

    public ListLedger with(long recordedAt, DeltaItem item) {
        Amount delta = item.delta();
        DeltaRecorded last = records.isEmpty() ? null : records.getLast().delta();
        long sequence = records.size() + 1L;
        Amount credits = last == null ? Amount.ZERO : last.credits();
        records.add(new StoredDelta(
                sequence * 10,
                new DeltaRecorded(
                        recordedAt,
                        KEY.tenantId(),
                        item,
                        sequence,
                        last == null ? delta : last.balance().plus(delta),
                        delta.signum() > 0 ? credits.plus(delta) : credits,
                        new Salt(new byte[Salt.LENGTH]),
                        Hash.ZERO,
                        hash(sequence),
                        last == null ? Hash.ZERO : last.proofHash())));
        return this;
    }

    /** The proof hash of the record with this number. */
    static Hash hash(long sequence) {
        return Hash.of(ByteBuffer.allocate(Hash.LENGTH).putLong(0, sequence).array());
    }

    /** Damages a record: it names another one as the one before it. */
    void relink(long sequence, Hash previous) {
        records.replaceAll(stored -> {
            DeltaRecorded d = stored.delta();
            return d.sequence() != sequence
                    ? stored
                    : new StoredDelta(
                            stored.event(),
                            new DeltaRecorded(
                                    d.recordedAt(),
                                    d.tenantId(),
                                    d.item(),
                                    d.sequence(),
                                    d.balance(),
                                    d.credits(),
                                    d.salt(),
                                    d.contentHash(),
                                    d.proofHash(),
                                    previous));
        });
    }

    /** Loses a record. */
    void lose(long sequence) {
        records.removeIf(stored -> stored.delta().sequence() == sequence);
    }

    /** The account as of its newest record. */
    public AccountHead head() {
        DeltaRecorded first = records.getFirst().delta();
        DeltaRecorded last = records.getLast().delta();
        return new AccountHead(
                0,
                KEY,
                last.sequence(),
                last.balance(),
                last.credits(),
                last.proofHash(),
                first.recordedAt(),
                last.recordedAt(),
                records.getLast().event());
    }

    public List<StoredDelta> records() {
        return records;
    }

    int beforeCalls() {
        return beforeCalls;
    }

    int daysCalls() {
        return daysCalls;
    }

    public long rowsInOneCallMax() {
        return rowsInOneCallMax;
    }

    @Override
    public AccountHead account(AccountKey key) {
        return key.equals(KEY) && !records.isEmpty() ? head() : null;
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
        beforeCalls++;
        Position position = Position.START;
        for (StoredDelta stored : records) {
            DeltaRecorded delta = stored.delta();
            if (delta.recordedAt() < instant && delta.sequence() <= head.sequence()) {
                position = new Position(delta.sequence(), delta.balance(), delta.credits());
            }
        }
        return position;
    }

    @Override
    public List<DayClose> days(AccountHead head, long firstDay, long lastDay) {
        daysCalls++;
        TreeMap<Long, DayClose> days = new TreeMap<>();
        for (StoredDelta stored : records) {
            DeltaRecorded delta = stored.delta();
            long day = UtcDay.of(delta.recordedAt());
            if (day >= firstDay && day <= lastDay && delta.sequence() <= head.sequence()) {
                days.put(day, new DayClose(day, new Position(delta.sequence(), delta.balance(), delta.credits())));
            }
        }
        return List.copyOf(days.values());
    }

    @Override
    public List<StoredDelta> records(AccountHead head, long from, long to) {
        if (from < 1 || from > to || to > head.sequence()) {
            throw new IllegalArgumentException("records " + from + " to " + to + " of " + head.sequence());
        }
        rowsInOneCallMax = Math.max(rowsInOneCallMax, to - from + 1);
        return records.stream()
                .filter(stored ->
                        stored.delta().sequence() >= from && stored.delta().sequence() <= to)
                .toList();
    }

    @Override
    public StoredDelta record(String tenantId, long event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredDelta recordByReference(AccountKey key, String referenceId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredDelta recordByProofHash(Hash proofHash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AccountPage accounts(String tenantId, String search, long offset, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TenantTotals totals(String tenantId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long deltasInMonth(String tenantId, int month) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RequestAnswered answered(String tenantId, String idempotencyKey) {
        throw new UnsupportedOperationException("no test of balances repeats a request");
    }

    @Override
    public CheckpointReader checkpoints() {
        throw new UnsupportedOperationException("no test of balances seals anything");
    }
}
