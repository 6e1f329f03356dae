package dev.tallystick.ledger.state;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.ReferenceKey;
import org.jspecify.annotations.Nullable;

/**
 * What deciding an event had to look up, handed to whoever applies it so that it is not looked up again. It only saves
 * time: applying an event without it comes to the same.
 *
 * @param account the account before a delta; null if it has no record yet
 * @param reference a delta's own reference; null if it has none
 */
public record LookedUp(
        @Nullable AccountHead account, @Nullable ReferenceKey reference) {
    /** Of events that are no deltas, and of all that are replayed. */
    public static final LookedUp NOTHING = new LookedUp(null, null);
}
