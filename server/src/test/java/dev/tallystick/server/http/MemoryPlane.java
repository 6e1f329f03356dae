package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.RecordedLedger;
import dev.tallystick.ledger.state.StateMachine;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.Recall;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A plane without a disk, for tests of the wire: the real state machine over a list of events. */
final class MemoryPlane implements Plane {
    final AtomicLong clock = new AtomicLong(1_770_000_000_000L);
    volatile CountDownLatch hold = new CountDownLatch(0);
    final AtomicInteger waiting = new AtomicInteger();
    volatile RuntimeException failure;
    volatile String stopped;

    private final PlaneName name;
    /** Who has read records since this was last cleared. */
    final Set<Thread> readers = ConcurrentHashMap.newKeySet();

    private final RecordedLedger recorded = new RecordedLedger() {
        @Override
        public List<StoredDelta> records(AccountHead head, long from, long to) {
            readers.add(Thread.currentThread());
            return super.records(head, from, to);
        }
    };
    private final StateMachine machine;
    private final Random random = new Random(7);

    MemoryPlane(PlaneName name) {
        this.name = name;
        this.machine = new StateMachine(recorded, recorded.directory(), random::nextBytes);
    }

    @Override
    public PlaneName name() {
        return name;
    }

    @Override
    public Outcome submit(Command command) {
        try {
            waiting.incrementAndGet();
            hold.await();
            waiting.decrementAndGet();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure != null) {
            throw failure;
        }
        synchronized (this) {
            machine.startGroup(recorded.events().size(), clock.get());
            Outcome outcome = machine.decide(command);
            recorded.apply(machine.events());
            return outcome instanceof Outcome.Replayed replayed && command instanceof Command.RecordDeltas
                    ? Recall.of(replayed.answered(), number -> recorded.events().get((int) number))
                    : outcome;
        }
    }

    @Override
    public LedgerReader reader() {
        return recorded;
    }

    @Override
    public Directory directory() {
        return recorded.directory();
    }

    @Override
    public long now() {
        return clock.get();
    }

    @Override
    public String stoppedBecause() {
        return stopped;
    }
}
