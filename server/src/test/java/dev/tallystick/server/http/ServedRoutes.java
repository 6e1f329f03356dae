package dev.tallystick.server.http;

import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.Limits;
import dev.tallystick.server.config.TrafficSettings;
import dev.tallystick.server.ops.Metrics;
import dev.tallystick.server.sequencer.PlaneName;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the server really serves, for tests of its description. */
public final class ServedRoutes {
    private ServedRoutes() {}

    /** Each as its method and path template: {@code GET /healthz}. */
    public static Set<String> all() {
        Set<String> served = new TreeSet<>();
        HttpServer.routes(
                        HttpSettings.DEFAULT,
                        Map.of(PlaneName.SANDBOX, new MemoryPlane(PlaneName.SANDBOX)),
                        Map.of(),
                        Limits.defaults(1 << 30),
                        new Traffic(TrafficSettings.DEFAULT, Limits.defaults(1 << 30), InstantSource.system()),
                        new Metrics(),
                        InstantSource.system(),
                        new SecureRandom())
                .all()
                .forEach(route -> served.add(route.method() + " " + route.template()));
        return served;
    }
}
