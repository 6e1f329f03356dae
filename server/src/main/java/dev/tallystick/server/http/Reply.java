package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.ByteSink;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply, ready to be sent.
 *
 * @param body the first {@code body.length()} bytes of the sink
 * @param headers beside content type and request id
 * @param streamed writes the body piece by piece in place of {@code body}, for one too large to be held; or null
 * @param endless goes on writing until the client leaves, in place of {@code body}; or null
 */
record Reply(
        int status,
        ByteSink body,
        Header contentType,
        List<Header> headers,
        @Nullable Streamed streamed,
        @Nullable Endless endless) {
    static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    static final Header PROBLEM_JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/problem+json");
    private static final Header REPLAYED = HeaderValues.createCached("Idempotent-Replayed", "true");

    Reply(int status, ByteSink body, Header contentType, List<Header> headers) {
        this(status, body, contentType, headers, null, null);
    }

    /** A body that is made while it is sent; runs on the request's thread. */
    @FunctionalInterface
    interface Streamed {
        /** @throws IOException the stream does not take it */
        void writeTo(OutputStream out) throws IOException;
    }

    static Reply streamed(Header contentType, List<Header> headers, Streamed body) {
        return new Reply(200, new ByteSink(0), contentType, headers, body, null);
    }

    /** A body that is written as it comes to be, on the connection's thread, which it may block. */
    @FunctionalInterface
    interface Endless {
        /**
         * Writes until there is nothing more to come.
         *
         * @param alive to be called before each write: the client then has the time of a whole request to take it
         */
        void write(OutputStream out, Runnable alive) throws IOException;
    }

    static Reply endless(Header contentType, Endless stream) {
        return new Reply(200, new ByteSink(0), contentType, List.of(), null, stream);
    }

    static Reply json(int status, ByteSink body) {
        return new Reply(status, body, JSON, List.of());
    }

    /** Whether caches may keep it, which only public replies say of themselves. */
    boolean mayBeStored() {
        for (Header header : headers) {
            if (header.headerName().equals(HeaderNames.CACHE_CONTROL)) {
                return true;
            }
        }
        return false;
    }

    /** The same, marked as a repetition of an earlier reply. */
    Reply replayed() {
        return new Reply(status, body, contentType, List.of(REPLAYED), streamed, endless);
    }
}
