package dev.tallystick.simulator.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads a server from one thread and prints one line: requests, failures, nanoseconds, and the 50th and 99th percentile
 * of the time to a whole reply, in microseconds. Arguments: those of {@link LoadOrder}.
 *
 * <p>At a fixed rate a request that finds no free connection is timed from when it was due, so a server that stalls is
 * charged for all who would have waited.
 */
public final class LoadGenerator {
    private static final int MICROS_MAX = 5_000_000;

    private final LoadOrder order;
    private final RequestTemplate template;
    private final Selector selector;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final ArrayDeque<LoadConnection> idle;
    private final int[] byMicros = new int[MICROS_MAX + 1];

    private long sent;
    private long answered;
    private long good;
    private long bad;
    private long measuredFrom = Long.MAX_VALUE;

    private LoadGenerator(LoadOrder order) throws IOException {
        this.order = order;
        this.template = RequestTemplate.of(order);
        this.selector = Selector.open();
        this.idle = new ArrayDeque<>(order.connections());
        for (int i = 0; i < order.connections(); i++) {
            LoadConnection connection = new LoadConnection(order.port(), template.newBuffer());
            connection.channel.register(selector, SelectionKey.OP_READ, connection);
            connections.add(connection);
            idle.add(connection);
        }
    }

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        LoadReport report = new LoadGenerator(LoadOrder.parse(arguments)).run();
        System.out.println(report.toLine());
    }

    private LoadReport run() throws IOException {
        long started = System.nanoTime();
        measuredFrom = started + order.warmSeconds() * 1_000_000_000L;
        long end = measuredFrom + order.seconds() * 1_000_000_000L;
        long interval = order.perSecond() == 0 ? 0 : 1_000_000_000L / order.perSecond();
        long due = started;
        boolean starved = false;
        long now = started;
        while (now < end && (order.requests() == 0 || answered < order.requests())) {
            while (!idle.isEmpty() && due <= now && (order.requests() == 0 || sent < order.requests())) {
                send(idle.remove(), starved ? due : now);
                due = interval == 0 ? now : due + interval;
            }
            starved = interval > 0 && idle.isEmpty() && due <= now;
            selector.select(this::ready, interval == 0 || idle.isEmpty() ? 100 : 1);
            now = System.nanoTime();
        }
        for (LoadConnection connection : connections) {
            connection.channel.close();
        }
        return new LoadReport(good, bad, now - measuredFrom, percentile(50), percentile(99));
    }

    private void send(LoadConnection connection, long at) {
        template.number(connection.request, sent++);
        try {
            if (!connection.send(at)) {
                connection.channel.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException e) {
            throw new IllegalStateException("sending failed: " + e.getMessage(), e);
        }
    }

    private void ready(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        try {
            if (key.isWritable() && connection.write()) {
                key.interestOps(SelectionKey.OP_READ);
            }
            if (key.isReadable() && connection.read()) {
                finished(connection);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a reply could not be read: " + e.getMessage(), e);
        }
    }

    private void finished(LoadConnection connection) {
        answered++;
        idle.add(connection);
        long now = System.nanoTime();
        if (now < measuredFrom) {
            return;
        }
        if (connection.status / 100 == 2) {
            good++;
            byMicros[(int) Math.min(MICROS_MAX, (now - connection.startedAt) / 1_000)]++;
        } else {
            bad++;
        }
    }

    private long percentile(int percent) {
        long left = (good * percent + 99) / 100;
        for (int micros = 0; micros <= MICROS_MAX; micros++) {
            left -= byMicros[micros];
            if (left <= 0) {
                return micros;
            }
        }
        return MICROS_MAX;
    }
}
