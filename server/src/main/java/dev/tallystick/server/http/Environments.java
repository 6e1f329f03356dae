package dev.tallystick.server.http;

import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which plane an operator means. Stateless. */
final class Environments {
    private Environments() {}

    /**
     * The plane of an {@code environment} field; the sandbox without one.
     *
     * @throws dev.tallystick.ledger.outcome.RefusedException if it is none, or not served
     */
    static Plane plane(Map<PlaneName, Plane> planes, @Nullable String environment) {
        PlaneName name = switch (environment) {
            case null -> PlaneName.SANDBOX;
            case "test", "sandbox" -> PlaneName.SANDBOX;
            case "live", "production" -> PlaneName.PRODUCTION;
            default ->
                throw Fields.refused("environment", "environment must be 'test' (sandbox) or 'live' (production).");
        };
        Plane plane = planes.get(name);
        if (plane == null) {
            throw Fields.refused("environment", "This server does not serve the " + name.label() + " plane.");
        }
        return plane;
    }
}
