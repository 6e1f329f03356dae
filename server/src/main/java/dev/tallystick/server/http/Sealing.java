package dev.tallystick.server.http;

import dev.tallystick.ledger.checkpoint.WindowPreparation;
import dev.tallystick.ledger.command.Command.SealCheckpoints;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.SealResult;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.scope.Scope;
import java.util.List;

/** Finds the checkpoint of a customer's window, sealed now if there is none with this content. Stateless. */
final class Sealing {
    /** Each try starts from what is recorded then; the writer itself takes in what came meanwhile. */
    private static final int TRIES = 5;

    private Sealing() {}

    /**
     * A checkpoint of the window.
     *
     * @param now whether it was sealed just now
     */
    record Sealed(StoredCheckpoint checkpoint, boolean now) {}

    /**
     * @throws RefusedException the window has not begun
     * @throws ProblemException 503 if records come in faster than they can be looked at
     */
    static Sealed of(Caller caller, AccountHead head, Scope scope) {
        if (scope.start() > caller.plane().now()) {
            throw Fields.refused("startDate", "The scope lies wholly in the future. Ask for one that has begun.");
        }
        LedgerReader reader = caller.plane().reader();
        StoredCheckpoint known =
                reader.checkpoints().byScope(SealedScope.ofWindow(head.key(), scope.start(), scope.end()));
        if (known != null && !known.statement().provisional()) {
            return new Sealed(known, false);
        }
        AccountHead now = head;
        for (int i = 0; i < TRIES; i++) {
            Outcome outcome = caller.plane()
                    .submit(new SealCheckpoints(
                            caller.tenantId(),
                            List.of(WindowPreparation.prepare(reader, now, scope.start(), scope.end()))));
            switch (outcome) {
                case Outcome.Checkpoints checkpoints -> {
                    switch (checkpoints.results().getFirst()) {
                        case SealResult.Sealed sealed -> {
                            return new Sealed(sealed.checkpoint(), true);
                        }
                        case SealResult.Repeated repeated -> {
                            return new Sealed(repeated.checkpoint(), false);
                        }
                        case SealResult.Outdated ignored ->
                            now = Customers.head(caller, head.key().customerId());
                    }
                }
                case Outcome.Refused refused -> throw new RefusedException(refused.refusal());
                case Outcome.Deltas ignored -> throw unexpected();
                case Outcome.Replayed ignored -> throw unexpected();
                case Outcome.Administered ignored -> throw unexpected();
                case Outcome.Countersigned ignored -> throw unexpected();
            }
        }
        throw Problem.busy().toException();
    }

    private static IllegalStateException unexpected() {
        return new IllegalStateException("sealing a checkpoint came out as something else");
    }
}
