package dev.tallystick.server.http;

import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which plane an operator means, who looks after both. Thread-safe. */
final class Environments {
    static final String NAME = "environment";

    private static final HeaderName API_KEY = HeaderNames.create("X-Api-Key");

    private final Map<PlaneName, Plane> planes;

    Environments(Map<PlaneName, Plane> planes) {
        this.planes = planes;
    }

    /** The plane with this name; the sandbox if none is named. */
    Plane named(@Nullable String environment) {
        PlaneName name = switch (environment) {
            case null -> PlaneName.SANDBOX;
            case "test", "sandbox" -> PlaneName.SANDBOX;
            case "live", "production" -> PlaneName.PRODUCTION;
            default -> throw Fields.refused(NAME, "environment must be 'test' (sandbox) or 'live' (production).");
        };
        return served(name);
    }

    /**
     * The plane with this name; if none is named, the one that the request's API key would select. The key is not
     * checked, for it decides nothing else: who asks is told by the operator's session.
     */
    Plane named(@Nullable String environment, Exchange exchange) {
        String key = environment == null ? exchange.header(API_KEY) : null;
        ApiKeyText text = key == null ? null : ApiKeyText.parse(key);
        return text == null ? named(environment) : served(text.plane());
    }

    private Plane served(PlaneName name) {
        Plane plane = planes.get(name);
        if (plane == null) {
            throw Fields.refused(NAME, "This server does not serve the " + name.label() + " plane.");
        }
        return plane;
    }
}
