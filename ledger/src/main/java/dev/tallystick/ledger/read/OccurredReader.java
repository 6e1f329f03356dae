package dev.tallystick.ledger.read;

import dev.tallystick.ledger.event.AccountKey;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An account by when usage happened: a record counts at its {@code occurredAt}, and without one when it was recorded.
 * The sequence of a position is then only the number of records before it.
 *
 * <p>An instant that is a UTC midnight costs one small row for each day that usage was moved to or from before it. Any
 * other instant also reads the records of its day, of which there may be {@link #DAY_RECORDS_MAX}.
 */
public interface OccurredReader extends PositionReader {
    /** Records of one day that a read looks at when an edge of its window lies within that day. */
    int DAY_RECORDS_MAX = 100_000;

    /**
     * Reads an account that does not change meanwhile: {@code read} may be called several times until one of the calls
     * met no change by late usage, and must have no effects.
     *
     * @return what {@code read} returned, or null if there is no such account
     */
    <T> @Nullable T steady(AccountKey key, Function<AccountHead, T> read);

    /**
     * The records of a window, in the order of their sequence. Costs the page, and a key for each record whose usage was
     * moved across an edge of the window.
     *
     * @param start first instant inside, milliseconds since the epoch
     * @param end first instant after it
     * @param offset how many to skip, from 0
     * @param limit at most so many, at least 1
     * @throws dev.tallystick.ledger.outcome.RefusedException an edge lies within a day of too many records
     */
    List<StoredDelta> records(AccountHead head, long start, long end, long offset, int limit);

    /**
     * Hands over all records of a window, in the order of their sequence, some thousand at a time; costs as those do.
     * Like them it depends on nothing but the head, so it need not be asked within {@link #steady}.
     *
     * @throws dev.tallystick.ledger.outcome.RefusedException an edge lies within a day of too many records
     */
    void visit(AccountHead head, long start, long end, Consumer<StoredDelta> visitor);
}
