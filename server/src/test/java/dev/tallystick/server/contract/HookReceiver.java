package dev.tallystick.server.contract;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A receiver of webhooks on this machine that takes whatever comes. */
final class HookReceiver implements AutoCloseable {
    /** A webhook as it came. */
    record Received(String event, JsonNode body) {
        JsonNode data() {
            return body.path("data");
        }
    }

    private final HttpServer server;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    HookReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(exchange.getRequestHeaders().getFirst("X-Webhook-Event"), Json.parse(body)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Everything that comes until something of each of these names has, that included. */
    List<Received> until(String... events) throws InterruptedException {
        List<Received> all = new ArrayList<>();
        Set<String> missing = new HashSet<>(Set.of(events));
        while (!missing.isEmpty()) {
            Received next = received.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no " + missing + " came, only " + all);
            }
            all.add(next);
            missing.remove(next.event());
        }
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
