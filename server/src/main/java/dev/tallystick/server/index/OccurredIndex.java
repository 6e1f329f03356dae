package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.OccurredReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.proof.amount.Amount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads by when usage happened: the positions by recording, corrected by what moved from day to day. Stateless; any
 * thread.
 */
final class OccurredIndex implements OccurredReader {
    private static final int TRIES_AT_ONCE = 100;
    private static final int TRIES = 2_000;
    private static final long PAUSE_NANOS = 500_000;

    private final LedgerReader recorded;
    private final LateUsageRows late;

    OccurredIndex(LedgerReader recorded, LateUsageRows late) {
        this.recorded = recorded;
        this.late = late;
    }

    @Override
    public <T> @Nullable T steady(AccountKey key, Function<AccountHead, T> read) {
        for (int tried = 0; tried < TRIES; tried++) {
            AccountHead known = recorded.account(key);
            if (known == null) {
                return null;
            }
            long version = late.version(known.number());
            AccountHead head = recorded.account(key);
            if (version % 2 == 0 && head != null) {
                T result = read.apply(head);
                if (late.version(known.number()) == version) {
                    return result;
                }
            }
            if (tried > TRIES_AT_ONCE) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        throw new RefusedException(Refusal.invalid(
                "timeBasis",
                "So much late usage of this customer is being recorded that its balance by occurrence cannot be read at"
                        + " rest. Ask again in a moment."));
    }

    private static Position sum(Position a, Position b) {
        return new Position(
                a.sequence() + b.sequence(),
                a.balance().plus(b.balance()),
                a.credits().plus(b.credits()));
    }

    private static Position difference(Position a, Position b) {
        return new Position(
                a.sequence() - b.sequence(),
                a.balance().minus(b.balance()),
                a.credits().minus(b.credits()));
    }

    private static Position with(Position position, StoredDelta stored) {
        Amount delta = stored.delta().item().delta();
        return sum(position, new Position(1, delta, delta.signum() > 0 ? delta : Amount.ZERO));
    }

    private static long timeOf(DeltaRecorded delta) {
        Instant occurredAt = delta.item().occurredAt();
        return occurredAt == null ? delta.recordedAt() : occurredAt.toEpochMilli();
    }

    @Override
    public Position before(AccountHead head, long instant) {
        long day = UtcDay.of(instant);
        Position[] found = {recorded.before(head, UtcDay.start(day))};
        late.shifts(head.number(), Long.MIN_VALUE, day - 1, (shifted, shift) -> found[0] = sum(found[0], shift));
        if (instant != UtcDay.start(day)) {
            for (StoredDelta stored : ofDay(head, day)) {
                found[0] = timeOf(stored.delta()) < instant ? with(found[0], stored) : found[0];
            }
        }
        return found[0];
    }

    /** The records whose usage happened on a day, in order of sequence. */
    private List<StoredDelta> ofDay(AccountHead head, long day) {
        TreeSet<Long> sequences = new TreeSet<>();
        long from = recorded.before(head, UtcDay.start(day)).sequence() + 1;
        long to = recorded.before(head, UtcDay.start(day + 1)).sequence();
        requireReadable(day, to - from + 1);
        late.movedTo(head, day, day, (sequence, occurredAt) -> sequences.add(sequence));
        requireReadable(day, sequences.size());
        List<StoredDelta> records = new ArrayList<>();
        for (StoredDelta stored : recorded.records(head, from, to)) {
            if (UtcDay.of(timeOf(stored.delta())) == day) {
                records.add(stored);
            }
        }
        for (long sequence : sequences) {
            records.addAll(recorded.records(head, sequence, sequence));
        }
        return records;
    }

    private static void requireReadable(long day, long count) {
        if (count > DAY_RECORDS_MAX) {
            throw new RefusedException(Refusal.invalid(
                    "startDate",
                    "With timeBasis occurred a window may begin or end within a UTC day of at most " + DAY_RECORDS_MAX
                            + " records, but day " + day + " since 1970-01-01 has more. Let it begin and end at UTC"
                            + " midnights."));
        }
    }

    @Override
    public List<DayClose> days(AccountHead head, long firstDay, long lastDay) {
        TreeMap<Long, Position> shifts = new TreeMap<>();
        late.shifts(head.number(), firstDay, lastDay, shifts::put);
        TreeMap<Long, Position> closes = new TreeMap<>();
        recorded.days(head, firstDay, lastDay).forEach(close -> closes.put(close.epochDay(), close.position()));
        TreeSet<Long> days = new TreeSet<>(shifts.keySet());
        days.addAll(closes.keySet());
        Position atRecording = recorded.before(head, UtcDay.start(firstDay));
        Position moved = difference(before(head, UtcDay.start(firstDay)), atRecording);
        List<DayClose> found = new ArrayList<>();
        for (long day : days) {
            atRecording = closes.getOrDefault(day, atRecording);
            moved = sum(moved, shifts.getOrDefault(day, Position.START));
            found.add(new DayClose(day, sum(atRecording, moved)));
        }
        return found;
    }

    @Override
    public List<StoredDelta> records(AccountHead head, long start, long end, long offset, int limit) {
        List<StoredDelta> records = new ArrayList<>();
        RecordPage page = new RecordPage(recorded, head, offset, limit, records::add);
        runs(head, start, end, page);
        page.read();
        return records;
    }

    @Override
    public void visit(AccountHead head, long start, long end, Consumer<StoredDelta> visitor) {
        RecordPage page = new RecordPage(recorded, head, 0, Long.MAX_VALUE, visitor);
        runs(head, start, end, page);
        page.read();
    }

    /** Hands over the records of a window as runs of sequences, in order. */
    private void runs(AccountHead head, long start, long end, RecordPage page) {
        long firstDay = UtcDay.of(start);
        long lastDay = UtcDay.of(end - 1);
        long from = recorded.before(head, UtcDay.start(firstDay)).sequence() + 1;
        long to = recorded.before(head, UtcDay.start(lastDay + 1)).sequence();
        TreeSet<Long> added = new TreeSet<>();
        TreeSet<Long> left = new TreeSet<>();
        late.movedTo(head, firstDay, lastDay, (sequence, at) -> {
            if (at >= start && at < end && (sequence < from || sequence > to)) {
                added.add(sequence);
            }
        });
        late.movedFrom(head, firstDay, lastDay, (sequence, at) -> {
            if (at < start || at >= end) {
                left.add(sequence);
            }
        });
        leaveOutOfEdge(head, firstDay, start != UtcDay.start(firstDay), start, end, left);
        leaveOutOfEdge(head, lastDay, end != UtcDay.start(lastDay + 1), start, end, left);
        added.headSet(from).forEach(sequence -> page.take(sequence, sequence));
        long next = from;
        for (long gap : left.subSet(from, Math.max(from, to + 1))) {
            page.take(next, gap - 1);
            next = gap + 1;
        }
        page.take(next, to);
        added.tailSet(to, false).forEach(sequence -> page.take(sequence, sequence));
    }

    /** Records that were recorded on the day of an edge, and happened on it, but beyond the edge. */
    private void leaveOutOfEdge(AccountHead head, long day, boolean within, long start, long end, Set<Long> left) {
        if (within) {
            for (StoredDelta stored : ofDay(head, day)) {
                long at = timeOf(stored.delta());
                if (at < start || at >= end) {
                    left.add(stored.delta().sequence());
                }
            }
        }
    }
}
