package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.state.StateMachine;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A command on its way through the writer, with the thread that waits for what comes of it. */
final class Submission {
    private final Command command;
    private final Thread waiter = Thread.currentThread();

    /** Owned by the writer until it answers. */
    private @Nullable Outcome decided;

    private volatile @Nullable Outcome outcome;
    private volatile @Nullable RuntimeException failure;

    Submission(Command command) {
        this.command = command;
    }

    Command command() {
        return command;
    }

    /** How many deltas it may add; at least 1. */
    int weight() {
        return switch (command) {
            case Command.RecordDeltas record -> Math.max(1, record.deltas().size());
            case Command.SealCheckpoints seal -> Math.max(1, seal.requests().size());
            case Command.Certify ignored -> 1;
            case Command.ReportComparison ignored -> 1;
            case Command.Administer ignored -> 1;
        };
    }

    /**
     * Decides it. False if a record it has to be held against cannot be read: then nothing of it is in the group, its
     * waiter knows, and it is to be forgotten. A damaged index is another matter: the next start builds it again, and
     * until then nobody knows what else it answers wrongly.
     */
    boolean decide(StateMachine machine) {
        try {
            decided = machine.decide(command);
            return true;
        } catch (RecordUnreadableException e) {
            fail(new CommandUndecidedException(e));
            return false;
        }
    }

    /** The decision is durable and visible: hand it to the waiter. */
    void answer() {
        outcome = decided;
        LockSupport.unpark(waiter);
    }

    void fail(RuntimeException reason) {
        failure = reason;
        LockSupport.unpark(waiter);
    }

    /** Waits for the answer; an interrupt does not end the wait, for the command may be stored any moment. */
    Outcome await() {
        boolean interrupted = false;
        try {
            while (true) {
                Outcome answer = outcome;
                if (answer != null) {
                    return answer;
                }
                RuntimeException reason = failure;
                if (reason != null) {
                    throw reason;
                }
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
