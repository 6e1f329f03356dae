package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.ByteSink;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;

/**
 * A reply, ready to be sent.
 *
 * @param body the first {@code body.length()} bytes of the sink
 * @param headers beside content type and request id
 */
record Reply(int status, ByteSink body, Header contentType, List<Header> headers) {
    static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    static final Header PROBLEM_JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/problem+json");
    private static final Header REPLAYED = HeaderValues.createCached("Idempotent-Replayed", "true");

    static Reply json(int status, ByteSink body) {
        return new Reply(status, body, JSON, List.of());
    }

    /** Whether caches may keep it, which only public replies say of themselves. */
    boolean mayBeStored() {
        return headers.stream().anyMatch(header -> header.headerName().equals(HeaderNames.CACHE_CONTROL));
    }

    /** The same, marked as a repetition of an earlier reply. */
    Reply replayed() {
        return new Reply(status, body, contentType, List.of(REPLAYED));
    }
}
