package dev.tallystick.ledger.read;

import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.proof.statement.CheckpointStatement;

/**
 * A sealed checkpoint and its number among the plane's events.
 *
 * @param event event number = leaf index in the plane's log, from 0
 */
public record StoredCheckpoint(long event, CheckpointSealed sealed) {
    private static final String PREFIX = "chk_";

    /** {@code chk_} and the event number in at least ten digits. */
    public String checkpointId() {
        return checkpointId(event);
    }

    /** {@code chk_} and the event number in at least ten digits. */
    public static String checkpointId(long event) {
        return PREFIX + StoredDelta.digits(event);
    }

    /** The event number a checkpoint id names, or -1 if it has not the form of one. */
    public static long eventOf(String checkpointId) {
        return checkpointId.startsWith(PREFIX) ? StoredDelta.eventOfDigits(checkpointId, PREFIX.length()) : -1;
    }

    public CheckpointStatement statement() {
        return sealed.statement();
    }

    public SealedScope scope() {
        return SealedScope.of(sealed);
    }
}
