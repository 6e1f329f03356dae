package dev.tallystick.server.http;

import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.LedgerUnreadableException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.server.config.Limits;
import dev.tallystick.server.ops.Metrics;
import dev.tallystick.server.ops.Metrics.RouteMetrics;
import dev.tallystick.server.sequencer.CommandUndecidedException;
import dev.tallystick.server.sequencer.PlaneBusyException;
import dev.tallystick.server.sequencer.PlaneStoppedException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where every request passes: finds its route, runs the handler, turns whatever is thrown into a reply and sends it.
 * The one place that renders errors. Thread-safe.
 */
final class Front implements Filter {
    private static final System.Logger LOG = System.getLogger(Front.class.getName());

    static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final Header ANY_ORIGIN = HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    private static final String NO_ROUTE = "(none)";

    private final Routes routes;
    private final Traffic traffic;
    private final StallGuard guard;
    private final MemoryBudget budget;
    private final RequestIds requestIds;
    private final Limits limits;
    private final Map<Routes.Route, RouteMetrics> metrics = new HashMap<>();
    private final RouteMetrics noRoute;

    Front(
            Routes routes,
            Traffic traffic,
            StallGuard guard,
            MemoryBudget budget,
            RequestIds requestIds,
            Limits limits,
            Metrics registry) {
        this.routes = routes;
        this.traffic = traffic;
        this.guard = guard;
        this.budget = budget;
        this.requestIds = requestIds;
        this.limits = limits;
        for (Routes.Route route : routes.all()) {
            metrics.put(route, registry.route(route.method(), route.template()));
        }
        this.noRoute = registry.route(NO_ROUTE, NO_ROUTE);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long start = System.nanoTime();
        StallGuard.Watch watch = guard.routed();
        RouteMetrics counted = noRoute;
        int status = 0;
        RequestMemory memory = new RequestMemory(budget, limits.smallReplyBytes());
        try {
            BodyReader body = new BodyReader(request, watch);
            Exchange exchange = new Exchange(request, body, memory, limits, requestIds.next(), client(request));
            Routes.Resource resource = routes.find(exchange.rawPath());
            Routes.Route route = resource == null ? null : resource.method(exchange.method());
            counted = route == null ? noRoute : metrics.getOrDefault(route, noRoute);
            Reply reply = afforded(exchange, answer(exchange, resource, route));
            status = reply.status();
            boolean keep =
                    body.leavesConnectionUsable() && !request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
            keep &= !(reply.body() instanceof Reply.Endless);
            send(exchange, reply, response, keep, watch);
            if (keep) {
                body.dropUnread();
            } else {
                finish(body, watch);
            }
        } finally {
            memory.release();
            guard.done();
            counted.answered(status, System.nanoTime() - start);
        }
    }

    private InetAddress client(RoutingRequest request) {
        return traffic.addresses().client(request.remotePeer().address(), request.headers());
    }

    private Reply answer(Exchange exchange, Routes.@Nullable Resource resource, Routes.@Nullable Route route) {
        try {
            traffic.admit(exchange, route == null ? null : route.template());
            if (resource == null) {
                Handler missing = routes.missing(exchange.rawPath());
                return missing == null ? problem(exchange, Problem.noRoute()) : missing.handle(exchange);
            }
            if (route == null) {
                return problem(exchange, Problem.methodNotAllowed(resource.allow()));
            }
            exchange.resource(resource);
            return route.handler().handle(exchange);
        } catch (ProblemException e) {
            return problem(exchange, e.problem());
        } catch (RefusedException e) {
            return problem(exchange, Problem.of(e.refusal()));
        } catch (PlaneBusyException e) {
            return problem(exchange, Problem.busy());
        } catch (PlaneStoppedException e) {
            return problem(exchange, Problem.stopped(e));
        } catch (CommandUndecidedException e) {
            LOG.log(System.Logger.Level.ERROR, "request " + exchange.requestId() + " was not decided", e);
            return problem(exchange, Problem.undecided(e.unreadable()));
        } catch (LedgerUnreadableException e) {
            LOG.log(System.Logger.Level.ERROR, "request " + exchange.requestId() + " met unreadable storage", e);
            return problem(exchange, Problem.unreadable(e));
        } catch (CloseConnectionException | UncheckedIOException e) {
            // The client is gone; there is nobody to answer.
            throw e;
        } catch (RequestException | DataReader.IncorrectNewLineException e) {
            return problem(exchange, Problem.of(400, "MALFORMED_JSON", "The request's body could not be read."));
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "request " + exchange.requestId() + " failed unexpectedly", e);
            return problem(exchange, Problem.internal());
        }
    }

    /** The reply, or a refusal in its place if no memory is left to hold it until the client has taken it. */
    private static Reply afforded(Exchange exchange, Reply reply) {
        return exchange.memory().affords(reply, exchange.method())
                ? reply
                : problem(exchange, Problem.tooManyReplies());
    }

    private static Reply problem(Exchange exchange, Problem problem) {
        boolean rfc9457 = exchange.headers().contains(HeaderNames.ACCEPT)
                && exchange.headers().get(HeaderNames.ACCEPT).get().contains("application/problem+json")
                && problem.status() >= 400;
        ByteSink body = rfc9457
                ? ProblemBody.rfc9457(problem, exchange.requestId())
                : ProblemBody.envelope(problem, exchange.requestId());
        List<Header> headers = new ArrayList<>(2);
        if (problem.retryAfterSeconds() > 0) {
            headers.add(HeaderValues.create(HeaderNames.RETRY_AFTER, problem.retryAfterSeconds()));
        }
        String allow = problem.allow();
        if (allow != null) {
            headers.add(HeaderValues.create(HeaderNames.ALLOW, allow));
        }
        return new Reply(problem.status(), body, rfc9457 ? Reply.PROBLEM_JSON : Reply.JSON, headers);
    }

    private void send(Exchange exchange, Reply reply, RoutingResponse response, boolean keep, StallGuard.Watch watch) {
        response.status(Statuses.of(reply.status()));
        response.header(HeaderValues.create(REQUEST_ID, exchange.requestId()));
        response.header(reply.contentType());
        if (reply.mayBeStored()) {
            response.header(ANY_ORIGIN);
        } else {
            response.header(NO_STORE);
        }
        for (Header header : reply.headers()) {
            response.header(header);
        }
        for (Header header : Traffic.headers(exchange.quotas())) {
            response.header(header);
        }
        if (!keep) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        Runnable alive = () -> watch.limitTo(limits.requestMillis());
        boolean head = exchange.method().equals("HEAD");
        switch (reply.body()) {
            case Reply.Streamed streamed -> StreamedBody.send(exchange, streamed, response, alive);
            case Reply.Endless ignored when head -> whole(new ByteSink(0), response, true);
            case Reply.Endless endless -> stream(endless, response, alive);
            case Reply.Whole(ByteSink bytes)
            when !head && bytes.length() > limits.smallReplyBytes() -> StreamedBody.send(bytes, response);
            case Reply.Whole(ByteSink bytes) -> whole(bytes, response, head);
        }
    }

    private static void whole(ByteSink bytes, RoutingResponse response, boolean head) {
        if (head) {
            response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, bytes.length()));
        }
        response.send(bytes.array(), 0, head ? 0 : bytes.length());
    }

    private static void stream(Reply.Endless stream, RoutingResponse response, Runnable alive) {
        try (OutputStream out = response.outputStream()) {
            stream.write(out, alive);
            out.flush();
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("The client left while it was written to.", e);
        } catch (LedgerUnreadableException e) {
            LOG.log(System.Logger.Level.ERROR, "a stream of events met unreadable storage and was ended", e);
            throw new CloseConnectionException("What is to be told next cannot be read.", e);
        }
        // Else the end of the stream would be written only if the connection were to go on.
        response.commit();
    }

    /** Ends the connection; closing it with unread bytes would make the client's system drop the reply. */
    private void finish(BodyReader body, StallGuard.Watch watch) {
        if (body.leftovers()) {
            watch.limitTo(limits.drainMillis());
            try {
                body.drain(limits.drainBytes());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.TRACE, "the client left while its unwanted body was dropped", e);
            }
        }
        throw new CloseConnectionException("The reply has been sent and the connection is not to be used again.");
    }
}
