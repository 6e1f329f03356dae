package dev.tallystick.server.http;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.RefusedException;

/** Takes outcomes apart for handlers that know what they asked. Stateless. */
final class Outcomes {
    private Outcomes() {}

    /**
     * The event an administrative command came out as.
     *
     * @throws RefusedException if it was refused
     */
    static Event administered(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Administered administered -> administered.event();
            case Outcome.Refused refused -> throw new RefusedException(refused.refusal());
            case Outcome.Deltas ignored -> throw unexpected(outcome);
            case Outcome.Replayed ignored -> throw unexpected(outcome);
            case Outcome.Checkpoints ignored -> throw unexpected(outcome);
            case Outcome.Countersigned ignored -> throw unexpected(outcome);
            case Outcome.Reported ignored -> throw unexpected(outcome);
        };
    }

    /** For an outcome that the command cannot have. */
    static IllegalStateException unexpected(Outcome outcome) {
        return new IllegalStateException(
                "a command came out as " + outcome.getClass().getSimpleName());
    }
}
