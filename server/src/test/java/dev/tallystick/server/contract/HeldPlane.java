package dev.tallystick.server.contract;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A real plane whose writes can be made to wait, so that a test can look at a request that is still running. */
final class HeldPlane implements Plane {
    private final JournaledPlane plane;
    private volatile CountDownLatch hold = new CountDownLatch(0);
    private final Semaphore arrived = new Semaphore(0);

    HeldPlane(JournaledPlane plane) {
        this.plane = plane;
    }

    /** From now on writes wait until the latch is at zero. */
    void hold(CountDownLatch latch) {
        hold = latch;
    }

    /** Returns once a write has come to wait. */
    void awaitHeld() throws InterruptedException {
        if (!arrived.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no write has come within 20 seconds");
        }
    }

    JournaledPlane real() {
        return plane;
    }

    @Override
    public Outcome submit(Command command) {
        try {
            if (hold.getCount() > 0) {
                arrived.release();
            }
            hold.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return plane.submit(command);
    }

    @Override
    public PlaneName name() {
        return plane.name();
    }

    @Override
    public PlaneLog log() {
        return plane.log();
    }

    @Override
    public LedgerReader reader() {
        return plane.reader();
    }

    @Override
    public Directory directory() {
        return plane.directory();
    }

    @Override
    public long now() {
        return plane.now();
    }

    @Override
    public String stoppedBecause() {
        return plane.stoppedBecause();
    }
}
