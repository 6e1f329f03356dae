package dev.tallystick.server.http;

import dev.tallystick.server.config.HeavyWorkLimits;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.Limits;
import dev.tallystick.server.ops.Metrics;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.webhook.Webhooks;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The HTTP side of the server. Serves the given planes from {@link #start} to {@link #stop}; it opens and closes none of
 * them. To be started once; {@link #stop} may be called from any thread.
 */
public final class HttpServer {
    /** Requests under way at {@link #stop} have so long to finish. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(8);

    private static final Duration IDLE_CHECK = Duration.ofSeconds(15);

    private final WebServer server;
    private final StallGuard guard;
    private final String host;
    private final ListenerWatch listenerWatch = new ListenerWatch();

    /**
     * Prepares a server; nothing is bound yet.
     *
     * @param planes those this server serves, one or both
     * @param metrics where requests are counted, and what {@code /metrics} shows
     * @param clock for sessions and log-in attempts; the planes have their own
     * @param random for request ids, keys and tokens
     */
    public HttpServer(
            HttpSettings settings,
            Limits limits,
            Map<PlaneName, Plane> planes,
            Metrics metrics,
            InstantSource clock,
            SecureRandom random) {
        this(settings, limits, planes, Map.of(), metrics, clock, random);
    }

    /** The same with the webhooks of these planes; the server starts and closes none of them either. */
    public HttpServer(
            HttpSettings settings,
            Limits limits,
            Map<PlaneName, Plane> planes,
            Map<PlaneName, Webhooks> webhooks,
            Metrics metrics,
            InstantSource clock,
            SecureRandom random) {
        Map<PlaneName, Plane> served = new EnumMap<>(planes);
        RequestIds requestIds = new RequestIds(random);
        MemoryBudget budget = new MemoryBudget(limits.bodyHeapBytes(), limits.tenantHeapBytes());
        this.host = settings.host();
        this.guard = new StallGuard(limits.requestMillis());
        Traffic traffic = new Traffic(settings.traffic(), limits, clock);
        Routes routes = routes(settings, served, webhooks, limits, traffic, metrics, clock, random);
        Front front = new Front(routes, traffic, guard, budget, requestIds, limits, metrics);
        metrics.gauge("tallystick_http_requests_running", "Requests being served.", guard::size);
        metrics.gauge(
                "tallystick_http_body_bytes",
                "Memory claimed by request bodies, what is parsed from them, and large replies until they have been sent.",
                budget::inUse);
        webhooks.values().forEach(each -> WebhookMeasures.register(each, metrics));
        this.server = WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .shutdownHook(false)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(
                        new ConnectionBound(http1(limits), traffic.addresses(), limits.addressConnections()))
                .maxTcpConnections(limits.connections())
                // A reply longer than a packet would otherwise wait for the client's delayed acknowledgement: 40 ms.
                .connectionOptions(options -> options.tcpNoDelay(true))
                .idleConnectionTimeout(Duration.ofMillis(limits.idleMillis()))
                .idleConnectionPeriod(IDLE_CHECK)
                .shutdownGracePeriod(STOP_GRACE)
                .contentEncoding(new NoEncodings())
                .directHandlers(DirectReplies.handlers(requestIds))
                .addRouting(HttpRouting.builder().addFilter(front))
                .build();
    }

    static Routes routes(
            HttpSettings settings,
            Map<PlaneName, Plane> planes,
            Map<PlaneName, Webhooks> webhooks,
            Limits limits,
            Traffic traffic,
            Metrics metrics,
            InstantSource clock,
            SecureRandom random) {
        Authenticator authenticator = new Authenticator(planes, traffic);
        Sessions sessions = new Sessions(random, clock, limits);
        Operators operators = new Operators(sessions, planes.values());
        Routes routes = new Routes();
        new OpenRoutes(planes.values(), metrics).declare(routes);
        new LogRoutes(planes.values()).declare(routes);
        Publisher publisher = new Publisher(webhooks);
        IdempotencyGate gate = new IdempotencyGate(limits.pendingMillis());
        Links links = new Links(settings.publicUrl());
        new DeltaRoutes(authenticator, gate, publisher).declare(routes);
        new CheckpointRoutes(authenticator, gate, links).declare(routes);
        new CountersignRoutes(authenticator, links).declare(routes);
        HeavyWork heavy =
                new HeavyWork(HeavyWorkLimits.defaults(Runtime.getRuntime().availableProcessors()));
        ReceiptWiring.declare(routes, authenticator, List.copyOf(planes.values()), links, publisher, heavy);
        new BalanceRoutes(authenticator).declare(routes);
        new GapRoutes(authenticator).declare(routes);
        SignedReports reports = new SignedReports(planes.values());
        new CompareRoutes(authenticator, new RowWork(limits.compare(), heavy), publisher, reports).declare(routes);
        new CustomerRoutes(authenticator).declare(routes);
        new LoginRoutes(operators, sessions, new LoginThrottle(clock, limits)).declare(routes);
        Environments environments = new Environments(planes);
        new KeyRoutes(operators, environments, planes, random).declare(routes);
        new CustomerSettingsRoutes(operators, environments, random).declare(routes);
        new LogKeyRoutes(operators, environments).declare(routes);
        new CustomerKeyRoutes(operators, environments, random).declare(routes);
        new TenantSettingsRoutes(operators, environments).declare(routes);
        new WebhookRoutes(operators, environments, webhooks, random).declare(routes);
        new DeliveryRoutes(authenticator, operators, webhooks).declare(routes);
        new EventStreamRoutes(authenticator, webhooks).declare(routes);
        return routes;
    }

    private ServerConnectionSelector http1(Limits limits) {
        Http1Config config = Http1Config.builder()
                .maxPrologueLength(limits.requestLineBytes())
                .maxHeadersSize(limits.headerBytes())
                .sendKeepAliveHeader(false)
                .addReceiveListener(guard)
                .addSendListener(guard.replies())
                .build();
        return Http1ConnectionSelector.builder().config(config).build();
    }

    /**
     * Binds and serves.
     *
     * @return the port, which matters if a free one was asked for
     * @throws RuntimeException if the address cannot be bound
     */
    public int start() {
        guard.start();
        server.start();
        int port = server.port();
        if (port > 0) {
            listenerWatch.start(new InetSocketAddress(host, port));
        }
        return port;
    }

    /** Returns if nobody listens any more though {@link #stop} was not called. */
    public void awaitListenerLoss() throws InterruptedException {
        listenerWatch.awaitLoss();
    }

    /** Takes no more connections, lets requests under way finish for up to eight seconds, and returns. */
    public void stop() {
        listenerWatch.stop();
        server.stop();
        guard.close();
    }
}
