package dev.tallystick.simulator.hook;

import java.io.BufferedInputStream;
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

/**
 * A receiver of webhooks in as little code as does it, so that what is measured is the sender: answers every request with
 * 204, and hands each one's id and body on. Also a program of its own, which counts: {@code GET /count} answers how many
 * have come.
 */
public final class HookReceiver implements AutoCloseable {
    private static final byte[] NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

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
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 8 << 10);
            OutputStream out = socket.getOutputStream();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                out.write(answer(line, in));
                out.flush();
            }
        } catch (IOException e) {
            // The sender has gone.
        } finally {
            sockets.remove(socket);
        }
    }

    private byte[] answer(String request, InputStream in) throws IOException {
        int length = 0;
        String id = "";
        String event = "";
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            } else if (line.startsWith("X-Event-ID: ")) {
                id = line.substring(12);
            } else if (line.startsWith("X-Webhook-Event: ")) {
                event = line.substring(17);
            }
        }
        byte[] body = in.readNBytes(length);
        if (request.startsWith("GET")) {
            String text = Long.toString(count.get());
            return ("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text)
                    .getBytes(StandardCharsets.US_ASCII);
        }
        sink.accept(new Received(id, event, new String(body, StandardCharsets.UTF_8)));
        count.incrementAndGet();
        return NO_CONTENT;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets.keySet()) {
            socket.close();
        }
    }
}
