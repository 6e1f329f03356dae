package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.Event;
import java.util.ArrayList;
import java.util.List;

/** Every change of the key of the plane's log. Changed by the writer only; read from any thread. */
final class LogKeyChain {
    private volatile List<Event.LogKeyRotated> rotations = List.of();

    /** Oldest first. */
    List<Event.LogKeyRotated> rotations() {
        return rotations;
    }

    void apply(Event.LogKeyRotated rotated) {
        List<Event.LogKeyRotated> known = rotations;
        if (!known.isEmpty() && !known.getLast().newKey().equals(rotated.oldKey())) {
            throw new BrokenInvariantException("log key " + rotated.oldKey() + " is replaced, but the log's key was "
                    + known.getLast().newKey());
        }
        List<Event.LogKeyRotated> longer = new ArrayList<>(known);
        longer.add(rotated);
        rotations = List.copyOf(longer);
    }
}
