package dev.tallystick.ledger.state;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.read.LedgerUnreadableException;
import java.util.List;

/**
 * Decides commands: given the same recorded state, time and random bytes, the same commands yield the same events and
 * outcomes. It holds no state of its own beyond the events of the group being decided and of the one before; those take
 * effect when they have been appended to the journal and applied to the index. Writer only.
 *
 * <pre>
 *   startGroup -> decide* -> events() -> (append, apply) -> startGroup ...
 *
 *   startGroup -> decide* -> events() -> (append .................... apply) -> previousApplied -> (append ...
 *                                        startGroupBehind -> decide*
 * </pre>
 *
 * Both ways the same commands yield the same events. A group may only be left behind if all it holds are deltas and
 * kept answers: other events change what lies beyond {@link LedgerView}.
 */
public final class StateMachine {
    private final LedgerView recorded;
    private final Directory directory;
    private final Administration administration;
    private final Recording recording;
    private Group group;
    private Group previous;

    public StateMachine(LedgerView recorded, Directory directory, Entropy entropy) {
        this.recorded = recorded;
        this.directory = directory;
        CustomerAdministration customers = new CustomerAdministration(directory);
        this.recording = new Recording(directory, customers);
        this.administration = new Administration(directory, customers);
        this.group = new Group(recorded, entropy);
        this.previous = new Group(recorded, entropy);
    }

    /**
     * Forgets the previous group, which has been applied, and begins another.
     *
     * @param nextEvent number of the first event it will yield
     * @param now milliseconds since the epoch, not before that of any recorded event
     */
    public void startGroup(long nextEvent, long now) {
        group.start(recorded, nextEvent, now);
    }

    /**
     * Begins another group on top of the present one, which is not applied yet.
     *
     * @param now milliseconds since the epoch, not before that of any event of the present group
     */
    public void startGroupBehind(long now) {
        Group present = group;
        group = previous;
        previous = present;
        group.start(present, present.nextEvent(), now);
    }

    /** The group that the present one was begun on top of has been applied. */
    public void previousApplied() {
        group.lieOver(recorded);
    }

    /** The events of the group so far, in order; valid until it has been applied and another one begun. */
    public List<Event> events() {
        return group.events();
    }

    /** What deciding each of the {@link #events} looked up, in the same order and valid as long. */
    public List<LookedUp> lookedUp() {
        return group.lookedUp();
    }

    /**
     * Decides one command; its events, if any, are added to the group.
     *
     * @throws LedgerUnreadableException what is recorded cannot be read; the group is as it was before
     */
    public Outcome decide(Command command) {
        long before = group.nextEvent();
        try {
            return decided(command);
        } catch (LedgerUnreadableException e) {
            group.truncate(before);
            throw e;
        }
    }

    private Outcome decided(Command command) {
        return switch (command) {
            case Command.RecordDeltas record -> recording.decide(record, group);
            case Command.Certify certify -> Certification.decide(certify, directory, group);
            case Command.ReportComparison report -> Reporting.decide(report, group);
            case Command.Administer administer -> administration.decide(administer, group);
        };
    }
}
