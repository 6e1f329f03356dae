package dev.tallystick.simulator.hook;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of webhooks in as little code as does it, so that what is measured is the sender: answers every request with
 * 204, and hands each one's id and body on. Also a program of its own, which counts: {@code GET /count} answers how many
 * have come.
 */
public final class HookReceiver implements AutoCloseable {
    private static final byte[] NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket server;
    private final Consumer<Received> sink;
    private final Map<Socket, Boolean> sockets = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /** One webhook: its {@code X-Event-ID}, what it tells and its body. */
    public record Received(String id, String event, String body) {}

    /** Listens on a free port of this machine. */
    public HookReceiver(Consumer<Received> sink) throws IOException {
        this.sink = sink;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Serves until the process is ended. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (HookReceiver receiver = new HookReceiver(received -> {})) {
            System.out.println("Receiver is listening on http://127.0.0.1:" + receiver.port());
            Thread.currentThread().join();
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.put(socket, true);
                Thread.ofPlatform().daemon(true).start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Requests requests = new Requests(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String head = requests.head(); head != null; head = requests.head()) {
                out.write(answer(head, requests));
            }
        } catch (IOException e) {
            // The sender has gone.
        } finally {
            sockets.remove(socket);
        }
    }

    private byte[] answer(String head, Requests requests) throws IOException {
        if (head.startsWith("GET")) {
            String text = Long.toString(count.get());
            return ("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text)
                    .getBytes(StandardCharsets.US_ASCII);
        }
        String body = requests.body(Integer.parseInt(value(head, "\r\nContent-Length: ")));
        sink.accept(new Received(value(head, "\r\nX-Event-ID: "), value(head, "\r\nX-Webhook-Event: "), body));
        count.incrementAndGet();
        return NO_CONTENT;
    }

    /** What follows a header's name up to the end of its line; empty without that header. */
    private static String value(String head, String name) {
        int at = head.indexOf(name);
        return at < 0 ? "" : head.substring(at + name.length(), head.indexOf("\r\n", at + name.length()));
    }

    /** Takes a connection's bytes apart, a buffer at a time: byte by byte would cost as much as the sender does. */
    private static final class Requests {
        private final InputStream in;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int from;
        private int to;

        Requests(InputStream in) {
            this.in = in;
        }

        /** The next request's first lines with the empty one that ends them, or null when no more comes. */
        @Nullable
        String head() throws IOException {
            int end = from;
            while (!(end - from >= 4
                    && buffer[end - 1] == '\n'
                    && buffer[end - 2] == '\r'
                    && buffer[end - 3] == '\n'
                    && buffer[end - 4] == '\r')) {
                if (end < to) {
                    end++;
                } else {
                    end -= from;
                    if (!more()) {
                        return null;
                    }
                }
            }
            String head = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
            from = end;
            return head;
        }

        String body(int length) throws IOException {
            while (to - from < length) {
                if (!more()) {
                    throw new EOFException("the body broke off");
                }
            }
            from += length;
            return new String(buffer, from - length, length, StandardCharsets.UTF_8);
        }

        /** Moves what is left to the front and reads on; false at the end. */
        private boolean more() throws IOException {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
            if (to == buffer.length) {
                throw new IOException("a request of more than " + BUFFER_BYTES + " bytes");
            }
            int read = in.read(buffer, to, buffer.length - to);
            to += Math.max(0, read);
            return read > 0;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets.keySet()) {
            socket.close();
        }
    }
}
