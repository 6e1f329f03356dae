package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AmountCodec;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.Corrections;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows about usage that happened on another day than it was recorded on, and about corrections. A record that did not
 * move to another day and adjusts nothing has none, so the usual record costs nothing here.
 *
 * <pre>
 *   h account, day                  -> what moved to that day less what moved away from it
 *   i account, day, sequence        -> occurredAt, of a record that moved to that day
 *   j account, day, sequence        -> occurredAt, of a record that was recorded on that day and moved away from it
 *   k account, event                -> number and sum of the records that adjust the record with that event number
 *   l account, event, event         -> nothing; the second is a record that adjusts the first
 * </pre>
 *
 * The writer adds, between {@link #begin} and {@link #end}; any thread reads.
 */
final class LateUsageRows {
    private static final byte SHIFT = 'h';
    private static final byte MOVED_TO_DAY = 'i';
    private static final byte MOVED_FROM_DAY = 'j';
    private static final byte CORRECTED = 'k';
    private static final byte CORRECTION = 'l';

    /** Tag and account. */
    private static final int ACCOUNT_PREFIX = 5;

    private static final int STRIPES = 1_024;
    private static final byte[] NOTHING = new byte[0];

    private final LayeredRows rows;

    /** Odd while an account of the stripe is being changed; a reader that saw it change reads again. */
    private final AtomicLongArray versions = new AtomicLongArray(STRIPES);

    LateUsageRows(LayeredRows rows) {
        this.rows = rows;
    }

    /** Changes with every change of the account; odd while one is under way. */
    long version(int account) {
        return versions.get(account & (STRIPES - 1));
    }

    private static @Nullable Instant moved(DeltaRecorded delta) {
        Instant occurredAt = delta.item().occurredAt();
        return occurredAt != null && UtcDay.of(occurredAt.toEpochMilli()) != UtcDay.of(delta.recordedAt())
                ? occurredAt
                : null;
    }

    private static boolean concerns(DeltaRecorded delta) {
        return delta.item().adjusts() != null || moved(delta) != null;
    }

    /** By the writer, before the record becomes visible; {@code adjusted} tells the event number it adjusts. */
    void begin(int account, long number, DeltaRecorded delta, LongSupplier adjusted) {
        if (!concerns(delta)) {
            return;
        }
        versions.incrementAndGet(account & (STRIPES - 1));
        Amount amount = delta.item().delta();
        Instant occurredAt = moved(delta);
        if (occurredAt != null) {
            long at = occurredAt.toEpochMilli();
            long day = UtcDay.of(at);
            long recordedDay = UtcDay.of(delta.recordedAt());
            shift(account, day, 1, amount);
            shift(account, recordedDay, -1, amount);
            byte[] value = IndexValues.number(at);
            rows.put(day(MOVED_TO_DAY, account, day).u64(delta.sequence()).toBytes(), value);
            rows.put(
                    day(MOVED_FROM_DAY, account, recordedDay)
                            .u64(delta.sequence())
                            .toBytes(),
                    value);
        }
        if (delta.item().adjusts() != null) {
            correction(account, adjusted.getAsLong(), number, amount);
        }
    }

    /** By the writer, when the record is visible. */
    void end(int account, DeltaRecorded delta) {
        if (concerns(delta)) {
            versions.incrementAndGet(account & (STRIPES - 1));
        }
    }

    private void shift(int account, long day, int sign, Amount amount) {
        byte[] key = day(SHIFT, account, day).toBytes();
        byte[] known = rows.get(key);
        Position before = known == null ? Position.START : position(known);
        Amount credit = amount.signum() > 0 ? amount : Amount.ZERO;
        ByteSink sink = new ByteSink(32).u64(before.sequence() + sign);
        AmountCodec.encode(
                sign > 0 ? before.balance().plus(amount) : before.balance().minus(amount), sink);
        AmountCodec.encode(
                sign > 0 ? before.credits().plus(credit) : before.credits().minus(credit), sink);
        rows.put(key, sink.toBytes());
    }

    private void correction(int account, long adjusted, long number, Amount amount) {
        byte[] key = account(CORRECTED, account).u64(adjusted).toBytes();
        byte[] known = rows.get(key);
        ByteSink sink = new ByteSink(32);
        if (known == null) {
            sink.u64(1);
            AmountCodec.encode(amount, sink);
        } else {
            ByteSource source = new ByteSource(known, 0, known.length);
            sink.u64(source.u64() + 1);
            AmountCodec.encode(AmountCodec.decode(source).plus(amount), sink);
        }
        rows.put(key, sink.toBytes());
        rows.put(account(CORRECTION, account).u64(adjusted).u64(number).toBytes(), NOTHING);
    }

    private static Position position(byte[] value) {
        ByteSource source = new ByteSource(value, 0, value.length);
        return new Position(source.u64(), AmountCodec.decode(source), AmountCodec.decode(source));
    }

    private static ByteSink account(byte tag, int account) {
        return new ByteSink(32).u8(tag).u32(account);
    }

    /** Days may be negative; shifted by half of what fits, their bytes are in order. */
    private static ByteSink day(byte tag, int account, long day) {
        return account(tag, account).u32((int) day ^ Integer.MIN_VALUE);
    }

    private static long dayOf(byte[] key) {
        return (int) new ByteSource(key, ACCOUNT_PREFIX, Integer.BYTES).u32() ^ Integer.MIN_VALUE;
    }

    /** Hears of a day's shift, as a position that may be negative. */
    interface Shifts {
        void day(long day, Position shift);
    }

    /** The shifts of the days in {@code [firstDay, lastDay]}, in order. */
    void shifts(int account, long firstDay, long lastDay, Shifts visitor) {
        rows.scan(account(SHIFT, account).toBytes(), (key, value) -> {
            long day = dayOf(key);
            if (day >= firstDay && day <= lastDay) {
                visitor.day(day, position(value));
            }
            return day <= lastDay;
        });
    }

    /** Hears of a record that moved. */
    interface Moved {
        void to(long sequence, long occurredAt);
    }

    /** The records that moved to one of the days in {@code [firstDay, lastDay]}. */
    void movedTo(AccountHead head, long firstDay, long lastDay, Moved visitor) {
        moved(MOVED_TO_DAY, head, firstDay, lastDay, visitor);
    }

    /** The records that were recorded on one of these days and moved away from it. */
    void movedFrom(AccountHead head, long firstDay, long lastDay, Moved visitor) {
        moved(MOVED_FROM_DAY, head, firstDay, lastDay, visitor);
    }

    private void moved(byte tag, AccountHead head, long firstDay, long lastDay, Moved visitor) {
        // Every day that a record moved to or from has a row of its own, so the others need not be asked.
        shifts(head.number(), firstDay, lastDay, (day, shift) -> {
            rows.scan(day(tag, head.number(), day).toBytes(), (key, value) -> {
                long sequence = new ByteSource(key, ACCOUNT_PREFIX + Integer.BYTES, Long.BYTES).u64();
                if (sequence <= head.sequence()) {
                    visitor.to(sequence, IndexValues.number(value));
                }
                return true;
            });
        });
    }

    Corrections corrections(AccountHead head, long event, int limit) {
        byte[] known = rows.get(account(CORRECTED, head.number()).u64(event).toBytes());
        if (known == null) {
            return Corrections.NONE;
        }
        ByteSource source = new ByteSource(known, 0, known.length);
        long count = source.u64();
        Amount net = AmountCodec.decode(source);
        List<Long> events = new ArrayList<>();
        rows.scan(account(CORRECTION, head.number()).u64(event).toBytes(), (key, value) -> {
            events.add(new ByteSource(key, ACCOUNT_PREFIX + Long.BYTES, Long.BYTES).u64());
            return events.size() < limit;
        });
        return new Corrections(count, net, List.copyOf(events));
    }
}
