package dev.tallystick.server.closing;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.Event.TenantOpened;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.TenantTotals;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.ledger.scope.UtcMonth;
import dev.tallystick.server.sequencer.Plane;
import java.util.Collection;
import java.util.List;

/**
 * Seals every customer's month by itself once it is over, and states that it did; also months that ended while the server
 * was down. Stopped half-way, it goes on where it was: what is sealed is met again, and a month counts as closed only
 * when all of it is.
 *
 * <pre>
 *   wait for the month's end -> each plane, each tenant, each month due: seal all -> period closed -> wait ...
 * </pre>
 *
 * One thread of its own, from {@link #start} to {@link #close}.
 */
public final class MonthCloser implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MonthCloser.class.getName());

    private final List<Plane> planes;
    private final WakingClock clock;
    private final Thread thread =
            Thread.ofPlatform().name("month-closer").daemon(true).unstarted(this::run);
    private volatile boolean closed;

    public MonthCloser(Collection<? extends Plane> planes, WakingClock clock) {
        this.planes = List.copyOf(planes);
        this.clock = clock;
    }

    /** Begins, with what is due already. */
    public void start() {
        thread.start();
    }

    /** The server stops: the rest is done after its next start. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("the server is stopping", null, false, false);
        }
    }

    private void run() {
        while (!closed) {
            long now = clock.millis();
            for (Plane plane : planes) {
                closeDue(plane);
            }
            clock.await(UtcMonth.start(UtcMonth.of(now) + 1));
        }
    }

    private void closeDue(Plane plane) {
        for (TenantOpened tenant : plane.directory().tenants()) {
            try {
                closeDue(plane, tenant.tenantId());
            } catch (Interrupted e) {
                return;
            } catch (RuntimeException e) {
                // Writes may have stopped, or the queue is full; the next round tries again.
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a month of tenant " + tenant.tenantId() + " could not be closed on the "
                                + plane.name().label() + " plane; it is tried again",
                        e);
            }
        }
    }

    private void closeDue(Plane plane, String tenantId) {
        LedgerReader reader = plane.reader();
        TenantTotals totals = reader.totals(tenantId);
        if (totals.deltas() == 0 || !plane.directory().settings(tenantId).autoClose()) {
            return;
        }
        int running = UtcMonth.of(plane.now());
        int first = Math.max(plane.directory().closedMonth(tenantId) + 1, UtcMonth.of(totals.firstAt()));
        if (first < running) {
            // What was recorded in a month's last instant may still be on its way to the disk.
            new Sealer(plane).catchUp(tenantId);
        }
        for (int month = first; month < running; month++) {
            if (reader.deltasInMonth(tenantId, month) > 0 && !close(plane, tenantId, month)) {
                return;
            }
        }
    }

    /** False if the clock was set back before the month's end meanwhile, so that it could still grow. */
    private boolean close(Plane plane, String tenantId, int month) {
        Scope scope = UtcMonth.scope(month);
        long[] sealed = new long[1];
        boolean[] provisional = new boolean[1];
        Sealer sealer = new Sealer(plane);
        sealer.sealAll(tenantId, scope.start(), scope.end(), answer -> {
            if (closed) {
                throw new Interrupted();
            }
            sealed[0]++;
            provisional[0] |= answer.checkpoint().statement().provisional();
        });
        // Closed is for good: nobody comes back for a customer that was left out.
        if (provisional[0] || sealed[0] != sealer.countIn(tenantId, scope.start(), scope.end())) {
            return false;
        }
        Outcome outcome = plane.submit(new Command.ClosePeriod(tenantId, month, sealed[0]));
        LOG.log(
                System.Logger.Level.INFO,
                "{0} of tenant {1} on the {2} plane: {3} checkpoints, {4}.",
                String.valueOf(scope.period()),
                tenantId,
                plane.name().label(),
                sealed[0],
                outcome instanceof Outcome.Administered ? "closed" : "closed already");
        return true;
    }

    /** Stops after the checkpoints that are being sealed now. */
    @Override
    public void close() {
        closed = true;
        clock.wake();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
