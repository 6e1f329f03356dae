package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.merkle.LogPath;
import dev.tallystick.proof.merkle.TileException;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.sequencer.Plane;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public face of the transparency logs (C2SP tlog-tiles): signed head, tiles, entry bundles and keys. Anybody may ask,
 * from any web page; what never changes may be kept for ever by whoever relays it.
 */
final class LogRoutes {
    private static final Header TEXT = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    private static final Header BYTES = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/octet-stream");
    private static final List<Header> FULL = cache("public, max-age=31536000, immutable");
    private static final List<Header> PARTIAL = cache("public, max-age=3600");
    private static final List<Header> HEAD = cache("public, max-age=1");
    private static final List<Header> KEY = cache("public, max-age=60");

    private final Collection<Plane> planes;

    LogRoutes(Collection<Plane> planes) {
        this.planes = planes;
    }

    private static List<Header> cache(String value) {
        return List.of(HeaderValues.createCached(HeaderNames.CACHE_CONTROL, value));
    }

    void declare(Routes routes) {
        routes.get("/log/{plane}/checkpoint", this::checkpoint)
                .get("/log/{plane}/key", this::key)
                .get("/log/{plane}/tile/{path}", this::tile);
    }

    private Reply checkpoint(Exchange exchange) {
        return reply(log(exchange).servedHead().note().received(), TEXT, HEAD);
    }

    private Reply key(Exchange exchange) {
        return reply(log(exchange).keyPage().getBytes(StandardCharsets.UTF_8), TEXT, KEY);
    }

    private Reply tile(Exchange exchange) {
        PlaneLog log = log(exchange);
        LogPath path;
        try {
            path = LogPath.parse("tile/" + exchange.pathRest());
        } catch (TileException e) {
            throw Problem.invalid("path", e.getMessage() + " (C2SP tlog-tiles).")
                    .toException();
        }
        byte[] bytes = log.resource(path);
        if (bytes == null) {
            throw Problem.of(
                            404,
                            "NOT_FOUND",
                            "The log has no such tile, or not yet at this width: its size is "
                                    + log.head().head().size() + ".")
                    .toException();
        }
        return reply(bytes, BYTES, path.isFull() ? FULL : PARTIAL);
    }

    private PlaneLog log(Exchange exchange) {
        String name = exchange.pathParameter("plane");
        PlaneLog found = null;
        for (Plane plane : planes) {
            if (plane.name().label().equals(name)) {
                found = plane.log();
            }
        }
        return required(found);
    }

    private static PlaneLog required(@Nullable PlaneLog log) {
        if (log == null) {
            throw Problem.of(404, "NOT_FOUND", "There is no such log. The logs are sandbox and production.")
                    .toException();
        }
        return log;
    }

    private static Reply reply(byte[] bytes, Header contentType, List<Header> headers) {
        return new Reply(200, new ByteSink(bytes.length).bytes(bytes), contentType, headers);
    }
}
