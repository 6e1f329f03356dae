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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Server-sent events: what webhooks are told, as a stream that can be taken up again from any position of the journal.
 * Each connection reads the journal for itself when its client has taken what came before, so a slow client costs no
 * memory and holds up nobody.
 */
final class EventStreamRoutes {
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    private static final String IN_QUERY = "lastEventId";
    private static final Header EVENT_STREAM = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/event-stream");

    /** Shorter than what proxies and the server itself grant a silent connection. */
    private static final long HEARTBEAT_MILLIS = 15_000;

    /** How long a key that counts no more can still keep a silent stream open. */
    private static final long RECHECK_MILLIS = 500;

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
        boolean inHeader = last != null && !last.isEmpty();
        String given = inHeader ? last : exchange.query().one(IN_QUERY);
        long next = of.feed().nextEvent();
        long from = given == null ? next : position(given, inHeader ? LAST_EVENT_ID.defaultCase() : IN_QUERY, next) + 1;
        long limit = exchange.query().integer("limit", 1, Integer.MAX_VALUE, Long.MAX_VALUE);
        BooleanSupplier standing = Authenticator.standing(exchange, caller);
        return Reply.endless(
                EVENT_STREAM,
                (out, alive) -> new Listener(of, caller.tenantId(), standing, out, alive).listen(from, limit));
    }

    private static long position(String text, String field, long next) {
        if (!text.matches("-1|[0-9]{1,18}")) {
            throw Fields.refused(
                    field,
                    field + " must be the id of an event received before, or -1 for everything recorded, but '"
                            + Query.clipped(text) + "' was sent.");
        }
        long position = Long.parseLong(text);
        if (position >= next) {
            // Waiting for it would leave out, without a word, all that is recorded until then.
            throw Fields.refused(
                    field,
                    field + " is " + position + ", but this plane's journal holds " + next
                            + " events, numbered from 0. The id comes from another plane or server, or from before a"
                            + " backup was put back. Begin with -1, or with none for what happens from now on.");
        }
        return position;
    }

    /** One connection that listens; used by its own thread. */
    private final class Listener {
        private final Webhooks of;
        private final String tenantId;
        private final BooleanSupplier standing;
        private final OutputStream out;
        private final Runnable alive;

        Listener(Webhooks of, String tenantId, BooleanSupplier standing, OutputStream out, Runnable alive) {
            this.of = of;
            this.tenantId = tenantId;
            this.standing = standing;
            this.out = out;
            this.alive = alive;
        }

        void listen(long from, long limit) throws IOException {
            if (!streams.tryAcquire()) {
                write(": too many streams are open; come back later\n\n");
                return;
            }
            try {
                write(": listening\nretry: 1000\n\n");
                tell(from, limit);
            } finally {
                streams.release();
            }
        }

        private void tell(long from, long limit) throws IOException {
            long position = from;
            long left = limit;
            boolean running = true;
            while (running && left > 0) {
                NoticeFeed.Part part = of.feed().read(tenantId, position);
                List<NoticeFeed.Numbered> told = part.notices()
                        .subList(0, (int) Math.min(left, part.notices().size()));
                left -= told.size();
                if (!standing.getAsBoolean()) {
                    write(": the API key is revoked\n\n");
                    return;
                }
                if (!told.isEmpty()) {
                    write(told);
                }
                if (part.next() == position) {
                    running = waited(position);
                }
                position = part.next();
            }
        }

        /** Waits for news, and says that it is still there if none come; false if the server is stopping. */
        private boolean waited(long position) throws IOException {
            try {
                boolean open = true;
                long left = HEARTBEAT_MILLIS;
                while (open && left > 0 && of.feed().nextEvent() <= position && standing.getAsBoolean()) {
                    alive.run();
                    open = of.await(position, Math.min(left, RECHECK_MILLIS));
                    left -= RECHECK_MILLIS;
                }
                if (open && left <= 0) {
                    write(": still here\n\n");
                }
                return open;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private void write(String text) throws IOException {
            alive.run();
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        @SuppressWarnings("ThreadPriorityCheck") // Nothing depends on the yielding but how long others wait.
        private void write(List<NoticeFeed.Numbered> told) throws IOException {
            ByteSink sink = new ByteSink(4_096);
            for (NoticeFeed.Numbered numbered : told) {
                if (numbered.last()) {
                    // Only when an event was told whole may a client go on after it.
                    sink.ascii("id: ").decimal(numbered.number(), 0).ascii("\n");
                }
                sink.ascii("event: ").ascii(numbered.notice().name()).ascii("\ndata: ");
                sink.bytes(numbered.notice().body(of.planeName())).ascii("\n\n");
            }
            alive.run();
            out.write(sink.array(), 0, sink.length());
            out.flush();
            // A client that takes all at once never makes this thread wait, so others would not get its carrier.
            Thread.yield();
        }
    }
}
