package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.server.log.PlaneLog;
import org.jspecify.annotations.Nullable;

/** A plane's ledger as its callers see it. All methods may be called from any thread. */
public interface Plane {
    PlaneName name();

    /**
     * Carries out a command and waits until what it stored is durable and visible to {@link #reader}. A repeated request
     * for deltas comes back as their {@linkplain Recall results}, marked as replayed.
     *
     * @throws PlaneBusyException the queue is full; nothing was stored; try again shortly
     * @throws PlaneStoppedException writes have stopped (storage failure or shutdown); whether the command was stored
     *     is told by {@link PlaneStoppedException#perhapsStored}
     * @throws CommandUndecidedException a record it has to be held against cannot be read; nothing of it was stored
     * @throws RecordUnreadableException it was answered before, and a record of that answer cannot be read
     */
    Outcome submit(Command command);

    LedgerReader reader();

    /** The plane's signed log, or null if its events are not logged. */
    default @Nullable PlaneLog log() {
        return null;
    }

    /** The name of the plane's log, with which references to its leaves begin. */
    default String origin() {
        PlaneLog log = log();
        return log == null ? "tallystick/" + name().label() : log.origin();
    }

    Directory directory();

    /** Milliseconds since the epoch by the server's clock. */
    long now();

    /** Why writes have stopped, or null while they are accepted. */
    @Nullable
    String stoppedBecause();
}
