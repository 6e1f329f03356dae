package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.server.ops.Metrics;
import dev.tallystick.server.sequencer.Plane;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What anybody may ask without a key: is it alive, does it take writes, what does it offer, how is it doing. */
final class OpenRoutes {
    private static final String OPENAPI = "/openapi.json";
    private static final Header OPEN_METRICS =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, Metrics.CONTENT_TYPE);

    private final Collection<Plane> planes;
    private final Metrics metrics;
    private final byte @Nullable [] openApi;

    OpenRoutes(Collection<Plane> planes, Metrics metrics) {
        this.planes = planes;
        this.metrics = metrics;
        this.openApi = resource();
    }

    void declare(Routes routes) {
        routes.get("/", OpenRoutes::hint)
                .get("/healthz", OpenRoutes::healthz)
                .get("/readyz", this::readyz)
                .get("/metrics", this::metrics)
                .get(OPENAPI, this::openApi);
    }

    private static Reply hint(Exchange exchange) {
        Envelope envelope = Envelope.open(256, false);
        envelope.json()
                .beginObject()
                .name("service")
                .value("Tallystick")
                .name("api")
                .value("/api/v1")
                .name("description")
                .value(OPENAPI)
                .endObject();
        return envelope.close(200);
    }

    private static Reply healthz(Exchange exchange) {
        Envelope envelope = Envelope.open(64, false);
        envelope.json().beginObject().name("status").value("up").endObject();
        return envelope.close(200);
    }

    private Reply readyz(Exchange exchange) {
        for (Plane plane : planes) {
            String stopped = plane.stoppedBecause();
            if (stopped != null) {
                throw Problem.unavailable("The " + plane.name().label() + " plane takes no writes: " + stopped)
                        .toException();
            }
        }
        Envelope envelope = Envelope.open(64, false);
        envelope.json().beginObject().name("status").value("ready").endObject();
        return envelope.close(200);
    }

    private Reply metrics(Exchange exchange) {
        return raw(metrics.openMetrics(), OPEN_METRICS);
    }

    private Reply openApi(Exchange exchange) {
        byte[] json = openApi;
        if (json == null) {
            throw Problem.noRoute().toException();
        }
        return raw(json, Reply.JSON);
    }

    private static Reply raw(byte[] bytes, Header contentType) {
        return new Reply(200, new ByteSink(bytes.length).bytes(bytes), contentType, List.of());
    }

    // Made at build time from api/openapi.yaml.
    private static byte @Nullable [] resource() {
        try (InputStream in = OpenRoutes.class.getResourceAsStream(OPENAPI)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
