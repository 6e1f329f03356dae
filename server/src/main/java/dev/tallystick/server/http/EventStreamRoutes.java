package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.webhook.NoticeFeed;
import dev.tallystick.server.webhook.Webhooks;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Server-sent events: what webhooks are told, as a stream that can be taken up again from any position of the journal.
 * Each connection reads the journal for itself when its client has taken what came before, so a slow client costs no
 * memory and holds up nobody.
 */
final class EventStreamRoutes {
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    private static final Header EVENT_STREAM = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/event-stream");

    /** Shorter than what proxies and the server itself grant a silent connection. */
    private static final long HEARTBEAT_MILLIS = 15_000;

    /** Each holds a connection and a thread's stack for as long as it likes. */
    private static final int STREAMS_MAX = 1_000;

    private final Authenticator authenticator;
    private final Map<PlaneName, Webhooks> webhooks;
    private final Semaphore streams = new Semaphore(STREAMS_MAX);

    EventStreamRoutes(Authenticator authenticator, Map<PlaneName, Webhooks> webhooks) {
        this.authenticator = authenticator;
        this.webhooks = webhooks;
    }

    void declare(Routes routes) {
        routes.get("/api/v1/balance/events", this::events);
    }

    private Reply events(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.READ);
        Webhooks of = webhooks.get(caller.plane().name());
        if (of == null) {
            throw Problem.unavailable("This server has no events to listen to on this plane.")
                    .toException();
        }
        String last = exchange.header(LAST_EVENT_ID);
        String given = last == null || last.isEmpty() ? exchange.query().one("lastEventId") : last;
        long from = given == null ? of.feed().nextEvent() : position(given) + 1;
        long limit = exchange.query().integer("limit", 1, Integer.MAX_VALUE, Long.MAX_VALUE);
        return Reply.endless(EVENT_STREAM, (out, alive) -> stream(of, caller.tenantId(), from, limit, out, alive));
    }

    private static long position(String text) {
        if (!text.matches("-1|[0-9]{1,18}")) {
            throw Fields.refused(
                    "Last-Event-ID",
                    "Last-Event-ID must be the id of an event received before, or -1 for everything recorded.");
        }
        return Long.parseLong(text);
    }

    private void stream(Webhooks of, String tenantId, long from, long limit, OutputStream out, Runnable alive)
            throws IOException {
        if (!streams.tryAcquire()) {
            write(out, alive, ": too many streams are open; come back later\n\n");
            return;
        }
        try {
            write(out, alive, ": listening\nretry: 1000\n\n");
            long position = from;
            long left = limit;
            boolean running = true;
            while (running && left > 0) {
                NoticeFeed.Part part = of.feed().read(tenantId, position);
                List<NoticeFeed.Numbered> told = part.notices()
                        .subList(0, (int) Math.min(left, part.notices().size()));
                left -= told.size();
                if (!told.isEmpty()) {
                    write(out, alive, told, of.planeName());
                }
                if (part.next() == position) {
                    running = waited(of, position, out, alive);
                }
                position = part.next();
            }
        } finally {
            streams.release();
        }
    }

    /** Waits for news, and says that it is still there if none come. */
    private static boolean waited(Webhooks of, long position, OutputStream out, Runnable alive) throws IOException {
        try {
            alive.run();
            boolean open = of.await(position, HEARTBEAT_MILLIS);
            if (open && of.feed().nextEvent() <= position) {
                write(out, alive, ": still here\n\n");
            }
            return open;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void write(OutputStream out, Runnable alive, String text) throws IOException {
        alive.run();
        out.write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void write(OutputStream out, Runnable alive, List<NoticeFeed.Numbered> told, PlaneName plane)
            throws IOException {
        ByteSink sink = new ByteSink(4_096);
        for (NoticeFeed.Numbered numbered : told) {
            if (numbered.last()) {
                // Only when an event was told whole may a client go on after it.
                sink.ascii("id: ").decimal(numbered.number(), 0).ascii("\n");
            }
            sink.ascii("event: ").ascii(numbered.notice().name()).ascii("\ndata: ");
            sink.bytes(numbered.notice().body(plane)).ascii("\n\n");
        }
        alive.run();
        out.write(sink.array(), 0, sink.length());
        out.flush();
    }
}
