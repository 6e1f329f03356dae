package dev.tallystick.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one request's body into memory, counting what really arrives. For one request's thread.
 *
 * <p>Bodies with a length go through the web server. Chunked ones are decoded here ({@link ChunkedInput}), because the
 * web server bounds neither the chunk lines nor the time within a chunk; their connection is closed after the reply.
 */
final class BodyReader {
    /** Bodies up to this size are read into an array of their size; longer ones grow as they arrive. */
    private static final int AT_ONCE = 64 << 10;

    private static final int CHUNK_STEP = 16 << 10;

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerRequest request;
    private final StallGuard.Watch watch;
    private final ConnectionContext connection;
    private final boolean chunked;
    private final long length;
    private boolean started;
    private boolean finished;

    BodyReader(ServerRequest request, StallGuard.Watch watch) {
        this.request = request;
        this.watch = watch;
        this.connection = watch.connection();
        ServerRequestHeaders headers = request.headers();
        this.chunked = headers.contains(HeaderNames.TRANSFER_ENCODING);
        this.length = chunked ? -1 : headers.contentLength().orElse(0);
        this.finished = length == 0;
    }

    /**
     * Reads the whole body.
     *
     * @throws ProblemException 413 if it is longer than {@code max}; 400 if it breaks off or its framing is wrong; 503 if
     *     no memory is free for it
     */
    Body read(int max, MemoryBudget.Lease lease) {
        if (length > max) {
            throw Problem.tooLarge(max).toException();
        }
        if (finished) {
            return new Body(new byte[0], 0);
        }
        started = true;
        try {
            Body body = chunked ? readChunks(max, lease) : readLength(lease);
            finished = true;
            return body;
        } catch (IOException | DataReader.InsufficientDataAvailableException e) {
            throw Problem.of(400, "MALFORMED_JSON", "The body broke off before its end. Send it whole.")
                    .toException();
        }
    }

    private Body readLength(MemoryBudget.Lease lease) throws IOException {
        int size = (int) length;
        byte[] bytes = new byte[Math.min(size, AT_ONCE)];
        lease.claim(bytes.length);
        int at = 0;
        try (InputStream in = request.content().inputStream()) {
            while (at < size) {
                if (at == bytes.length) {
                    int grown = Math.min(size, bytes.length * 2);
                    lease.claim(grown - bytes.length);
                    bytes = Arrays.copyOf(bytes, grown);
                }
                int count = in.read(bytes, at, bytes.length - at);
                if (count < 0) {
                    throw new IOException("ended after " + at + " of " + size + " bytes");
                }
                at += count;
            }
        }
        return new Body(bytes, size);
    }

    private Body readChunks(int max, MemoryBudget.Lease lease) {
        ChunkedInput in = chunks(max);
        byte[] bytes = new byte[0];
        int at = 0;
        while (true) {
            // With the array as long as a body may be, all that is left to read is its end.
            boolean full = at == max;
            byte[] one = full ? new byte[1] : bytes;
            if (!full && at == bytes.length) {
                int grown = Math.min(max, Math.max(CHUNK_STEP, bytes.length * 2));
                lease.claim(grown - bytes.length);
                bytes = Arrays.copyOf(bytes, grown);
                one = bytes;
            }
            int count = full ? in.read(one, 0, 1) : in.read(bytes, at, bytes.length - at);
            if (count < 0) {
                return new Body(bytes, at);
            }
            at += count;
        }
    }

    private ChunkedInput chunks(long max) {
        if (request.headers().containsToken(HeaderValues.EXPECT_100)) {
            connection.dataWriter().writeNow(BufferData.create(CONTINUE));
        }
        return new ChunkedInput(connection.dataReader(), max);
    }

    /**
     * The body as a stream, for what is too long to be held. It may take longer than other requests, as long as it keeps
     * coming: each {@code stepBytes} have the time of a whole other request, all together {@code totalMillis}.
     *
     * @throws ProblemException 413 if it is longer than {@code max}; reading throws the same, or 400 if it breaks off or
     *     its framing is wrong
     */
    InputStream stream(long max, long stepBytes, long stepMillis, long totalMillis) {
        if (length > max) {
            throw Problem.tooLarge(max).toException();
        }
        if (finished) {
            return InputStream.nullInputStream();
        }
        started = true;
        InputStream in = chunked ? chunks(max) : request.content().inputStream();
        return new BodyStream(in, length, new BodyStream.Pace(watch, stepBytes, stepMillis, totalMillis), () -> {
            finished = true;
        });
    }

    /** Whether the connection can be used for another request after this one. */
    boolean leavesConnectionUsable() {
        return !chunked && (finished || (!started && length <= AT_ONCE && !awaitsContinue()));
    }

    /** Whether the client is sending, or has sent, a body that nobody has read to its end. */
    boolean leftovers() {
        return !finished && !(awaitsContinue() && !started);
    }

    private boolean awaitsContinue() {
        return request.headers().containsToken(HeaderValues.EXPECT_100);
    }

    /** Drops a small body that no handler wanted, so that the next request can be read. */
    void dropUnread() {
        if (!finished) {
            finished = true;
            request.content().consume();
        }
    }

    /** Reads and drops what the client still sends, up to a bound, so that it comes to read the reply. */
    void drain(long max) {
        DataReader reader = connection.dataReader();
        long dropped = 0;
        while (dropped < max && (length < 0 || dropped < length)) {
            dropped += reader.readBuffer().available();
        }
    }
}
