package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.ByteSink;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Sends a body in pieces, be it made while it is sent or too large to be handed over at once. One that cannot be finished ends
 * the connection without the last chunk, so that no client takes a part for the whole.
 */
final class StreamedBody {
    private static final System.Logger LOG = System.getLogger(StreamedBody.class.getName());
    private static final int PIECE_BYTES = 64 << 10;

    /** What making one piece after the other takes: the maker's own buffer of two pieces, this one's, the web server's. */
    static final int HELD_BYTES = 4 * PIECE_BYTES;

    private StreamedBody() {}

    /** @param progress told before every piece, so that a long body that is being taken is no stalled one */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing depends on the yielding but how long others wait.
    static void send(Exchange exchange, Reply.Streamed body, RoutingResponse response, Runnable progress) {
        try {
            if (exchange.method().equals("HEAD")) {
                Counter counter = new Counter();
                body.writeTo(counter);
                response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, counter.bytes));
                response.send(new byte[0], 0, 0);
                return;
            }
            OutputStream whole = response.outputStream();
            OutputStream pieces = new FilterOutputStream(whole) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    progress.run();
                    out.write(bytes, offset, length);
                    // A client that takes all at once never makes this thread wait, so others would not get its
                    // carrier.
                    Thread.yield();
                }

                @Override
                public void flush() {
                    // The last piece goes out with the end; an early flush would make needless packets.
                }
            };
            OutputStream buffered = new BufferedOutputStream(pieces, PIECE_BYTES);
            body.writeTo(buffered);
            buffered.flush();
            whole.close();
            response.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CloseConnectionException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "request " + exchange.requestId() + " broke off within its reply", e);
            throw new CloseConnectionException("The reply could not be finished.", e);
        }
    }

    /** Sends bytes piece by piece: given all at once, the web server would hold a copy of them until the client has taken it. */
    static void send(ByteSink bytes, RoutingResponse response) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, bytes.length()));
        try (OutputStream out = response.outputStream()) {
            for (int at = 0; at < bytes.length(); at += PIECE_BYTES) {
                out.write(bytes.array(), at, Math.min(PIECE_BYTES, bytes.length() - at));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        response.commit();
    }

    /** Takes bytes and only counts them. */
    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes += length;
        }
    }
}
