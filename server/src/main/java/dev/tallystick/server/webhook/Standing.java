package dev.tallystick.server.webhook;

import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.server.sequencer.Plane;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the deliveries of a plane stand. Asks the endpoints' outlets each time; thread-safe. */
public final class Standing {
    private final Plane plane;
    private final EventSource events;
    private final Map<String, Outlet> outlets;
    private final Timer timer;

    Standing(Plane plane, EventSource events, Map<String, Outlet> outlets, Timer timer) {
        this.plane = plane;
        this.events = events;
        this.outlets = outlets;
        this.timer = timer;
    }

    /** How an endpoint's deliveries stand; null if it is not one of this plane. */
    public @Nullable Figures of(String endpointId) {
        Outlet outlet = outlets.get(endpointId);
        if (outlet == null) {
            return null;
        }
        OutletState state = outlet.state();
        return new Figures(
                state.successes(),
                state.failures(),
                state.lastAt(),
                state.failingSince(),
                outlet.waiting().notices(),
                Math.max(0, events.nextEvent() - state.cursor()));
    }

    /**
     * How an endpoint's deliveries stand.
     *
     * @param lastAt when something was last sent, milliseconds since the epoch, 0 if never
     * @param failingSince since when it has only failed, likewise
     * @param pending notices that wait for an attempt
     * @param behind events of the plane it has not been told of or read yet
     */
    public record Figures(long successes, long failures, long lastAt, long failingSince, int pending, long behind) {}

    /** What the enabled endpoints are still to be told, all together. Asks each of them. */
    public Waiting waiting() {
        int enabled = 0;
        long notices = 0;
        long behind = 0;
        long oldest = Long.MAX_VALUE;
        for (Map.Entry<String, Outlet> each : outlets.entrySet()) {
            Endpoint endpoint = plane.directory().endpoints().byId(each.getKey());
            if (endpoint != null && endpoint.enabled()) {
                Outlet.Waiting waiting = each.getValue().waiting();
                enabled++;
                notices += waiting.notices();
                behind = Math.max(behind, events.nextEvent() - waiting.cursor());
                oldest = Math.min(oldest, waiting.publishedAt());
                if (waiting.event() < events.nextEvent()) {
                    oldest = Math.min(oldest, events.event(waiting.event()).recordedAt());
                }
            }
        }
        long age = oldest == Long.MAX_VALUE ? 0 : timer.now() - oldest;
        return new Waiting(enabled, notices, Math.max(0, age), behind);
    }

    /**
     * What enabled endpoints are still to be told.
     *
     * @param endpoints how many endpoints are enabled
     * @param notices read from the journal and neither delivered nor given up
     * @param oldestMillis how long ago the oldest of these happened, 0 without any
     * @param behind events that the one furthest behind has not read
     */
    public record Waiting(int endpoints, long notices, long oldestMillis, long behind) {}
}
