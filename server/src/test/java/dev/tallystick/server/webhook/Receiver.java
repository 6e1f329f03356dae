package dev.tallystick.server.webhook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receiver of webhooks on a port of its own, which answers as the test says, byte by byte. */
final class Receiver implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** A request as it came. */
    record Received(String line, Map<String, String> headers, String body) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        String event() {
            return headers.get("x-webhook-event");
        }

        String id() {
            return headers.get("x-event-id");
        }

        long sequence() {
            return Long.parseLong(json().at("/data/sequenceNumber").asString("0"));
        }

        String customer() {
            return json().at("/data/customerId").asString();
        }
    }

    /** What to answer; null closes the connection without a word. */
    @FunctionalInterface
    interface Behaviour {
        String answer(Received request) throws Exception;
    }

    private final ServerSocket server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Behaviour behaviour = request -> OK;

    Receiver() {
        this("127.0.0.1", 0);
    }

    Receiver(String address, int port) {
        try {
            server = new ServerSocket(port, 50, InetAddress.getByName(address));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    Receiver answering(Behaviour next) {
        behaviour = next;
        return this;
    }

    Receiver answering(String always) {
        return answering(request -> always);
    }

    static String status(int code) {
        return "HTTP/1.1 " + code + " Whatever\r\nContent-Length: 0\r\n\r\n";
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    int connections() {
        return connections.get();
    }

    /** All requests so far, in the order in which they were answered. */
    List<Received> received() {
        return received;
    }

    List<Received> received(String event) {
        List<Received> found = new ArrayList<>();
        for (Received each : received) {
            if (each.event().equals(event)) {
                found.add(each);
            }
        }
        return found;
    }

    /** From a behaviour: sends this and ends the connection. */
    void closeAfter(String raw) throws IOException {
        Socket socket = sockets.getLast();
        socket.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
    }

    /** From a behaviour: sends one byte after the other for as long as the connection lasts. */
    void drip(String raw, CountDownLatch dripped) throws IOException {
        Socket socket = sockets.getLast();
        for (int i = 0; ; i++) {
            socket.getOutputStream().write(raw.charAt(i % raw.length()));
            socket.getOutputStream().flush();
            dripped.countDown();
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Ends all connections, as a receiver does that tires of idle ones. */
    void closeConnections() {
        try {
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Received request = read(in); request != null; request = read(in)) {
                received.add(request);
                String answer = behaviour.answer(request);
                if (answer == null) {
                    return;
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
            }
        } catch (Exception e) {
            // The sender went away, or the test is over.
        }
    }

    private static Received read(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String[] parts = header.split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
        return new Received(line, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
