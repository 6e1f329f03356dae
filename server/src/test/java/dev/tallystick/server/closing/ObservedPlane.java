package dev.tallystick.server.closing;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import java.util.function.Consumer;

/** A plane that tells of commands before it carries them out; what the listener throws, they end with. */
record ObservedPlane(Plane real, Consumer<Command> before) implements Plane {
    @Override
    public PlaneName name() {
        return real.name();
    }

    @Override
    public Outcome submit(Command command) {
        before.accept(command);
        return real.submit(command);
    }

    @Override
    public LedgerReader reader() {
        return real.reader();
    }

    @Override
    public Directory directory() {
        return real.directory();
    }

    @Override
    public long now() {
        return real.now();
    }

    @Override
    public String stoppedBecause() {
        return real.stoppedBecause();
    }
}
