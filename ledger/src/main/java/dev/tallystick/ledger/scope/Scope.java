package dev.tallystick.ledger.scope;

import dev.tallystick.ledger.read.Position;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time.
 *
 * @param start first instant inside, milliseconds since 1970-01-01T00:00:00Z
 * @param end first instant after it
 * @param period {@code YYYY-MM} if it is exactly one UTC month asked for as such, else null
 * @param opening the position after a starting checkpoint or record, of the account that was asked about; null for a
 *     scope that is told by time alone
 */
public record Scope(
        long start,
        long end,
        @Nullable String period,
        @Nullable Position opening) {
    /** A stretch of time and nothing else. */
    public Scope(long start, long end, @Nullable String period) {
        this(start, end, period, null);
    }

    /** Checks that it is not empty. */
    public Scope {
        if (end <= start) {
            throw new IllegalArgumentException("a scope ends after it starts, found " + start + " to " + end);
        }
    }
}
