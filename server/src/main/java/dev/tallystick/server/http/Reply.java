package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.ByteSink;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A reply, ready to be sent.
 *
 * @param headers beside content type and request id
 */
record Reply(int status, Body body, Header contentType, List<Header> headers) {
    static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    static final Header PROBLEM_JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/problem+json");
    private static final Header REPLAYED = HeaderValues.createCached("Idempotent-Replayed", "true");

    Reply(int status, ByteSink body, Header contentType, List<Header> headers) {
        this(status, new Whole(body), contentType, headers);
    }

    sealed interface Body {}

    /** The first {@code bytes.length()} bytes of the sink. */
    record Whole(ByteSink bytes) implements Body {}

    /** A body too large to be held, made while it is sent; runs on the request's thread. */
    @FunctionalInterface
    non-sealed interface Streamed extends Body {
        /** @throws IOException the stream does not take it */
        void writeTo(OutputStream out) throws IOException;
    }

    /** A body that is written as it comes to be until the client leaves, on the connection's thread, which it may block. */
    @FunctionalInterface
    non-sealed interface Endless extends Body {
        /**
         * Writes until there is nothing more to come.
         *
         * @param alive to be called before each write: the client then has the time of a whole request to take it
         */
        void write(OutputStream out, Runnable alive) throws IOException;
    }

    static Reply streamed(Header contentType, List<Header> headers, Streamed body) {
        return new Reply(200, body, contentType, headers);
    }

    static Reply endless(Header contentType, Endless body) {
        return new Reply(200, body, contentType, List.of());
    }

    static Reply json(int status, ByteSink body) {
        return new Reply(status, body, JSON, List.of());
    }

    /** Bytes of memory it takes until it has been sent; a stream without end holds one event at a time. */
    long heldBytes() {
        return switch (body) {
            case Whole(ByteSink bytes) -> bytes.array().length;
            case Streamed ignored -> StreamedBody.HELD_BYTES;
            case Endless ignored -> 0;
        };
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
        return new Reply(status, body, contentType, List.of(REPLAYED));
    }
}
