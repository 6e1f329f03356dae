package dev.tallystick.ledger.scope;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The refusal a call ends in. */
final class Refusals {
    private Refusals() {}

    static Refusal of(ThrowingCallable call) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, call);
        if (refused == null) {
            throw new AssertionError("nothing was refused");
        }
        return refused.refusal();
    }
}
