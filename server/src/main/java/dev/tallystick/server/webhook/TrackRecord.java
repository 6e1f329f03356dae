package dev.tallystick.server.webhook;

/** How one endpoint has answered so far, and whether that is written down. Owned by its outlet's lock. */
final class TrackRecord {
    private long failingSince;
    private long successes;
    private long failures;
    private long lastAt;
    private boolean dirty = true;

    TrackRecord(OutletState state) {
        failingSince = state.failingSince();
        successes = state.successes();
        failures = state.failures();
        lastAt = state.lastAt();
    }

    /** Something else about the endpoint is to be written down. */
    void touch() {
        dirty = true;
    }

    /** An attempt that began at {@code begin} was answered 2xx. */
    void succeeded(long begin) {
        dirty = true;
        successes++;
        failingSince = 0;
        lastAt = begin;
    }

    /** An attempt that began at {@code begin} was not; true if it has only failed for so long that it is hopeless. */
    boolean failed(long begin, long now) {
        dirty = true;
        failures++;
        lastAt = begin;
        failingSince = failingSince == 0 ? begin : failingSince;
        return now - failingSince >= RetrySchedule.FAILING_MAX_MILLIS;
    }

    /** Failures count anew. */
    void forgive() {
        dirty = true;
        failingSince = 0;
    }

    /** Whether anything changed since the last time this was asked. */
    boolean takeDirty() {
        boolean was = dirty;
        dirty = false;
        return was;
    }

    OutletState state(Intake intake, Backlog backlog) {
        return new OutletState(
                intake.cursor(), failingSince, successes, failures, lastAt, intake.replays(), backlog.ofEvents());
    }
}
