package dev.tallystick.server.index;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.PositionReader;
import dev.tallystick.ledger.scope.UtcDay;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an account had come to by an instant, by time recorded: from the closes of its days, and within a day by
 * bisection of its records. Stateless; any thread.
 */
final class RecordedPositions implements PositionReader {
    private final LedgerReader records;
    private final Lookups lookups;
    private final RocksStore store;

    /** @param records where single records are read */
    RecordedPositions(LedgerReader records, Lookups lookups, RocksStore store) {
        this.records = records;
        this.lookups = lookups;
        this.store = store;
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
            DeltaRecorded record =
                    records.records(head, middle, middle).getFirst().delta();
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
        best = later(
                best, store.floor(IndexKeys.day(head.number(), day - 1), IndexKeys.ACCOUNT_BYTES, IndexValues::day));
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
            if (!RocksStore.startsWith(key, from, IndexKeys.ACCOUNT_BYTES)) {
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
}
