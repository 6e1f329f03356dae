package dev.tallystick.server;

import dev.tallystick.server.closing.MonthCloser;
import dev.tallystick.server.closing.PatientClock;
import dev.tallystick.server.closing.WakingClock;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.Limits;
import dev.tallystick.server.config.ServerSettings;
import dev.tallystick.server.folder.DataFolder;
import dev.tallystick.server.folder.FirstRun;
import dev.tallystick.server.http.HttpServer;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.ops.Metrics;
import dev.tallystick.server.ops.OpenFiles;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server, wired by hand.
 *
 * <pre>
 *   start:  folder (lock, format) -> planes (journal, index, replay, writer) -> webhooks -> HTTP -> first-run.json
 *           -> month closer
 *   stop:   HTTP (no new connections, requests under way end) -> month closer -> webhooks -> planes (queue, writer, index,
 *           journal) -> lock
 * </pre>
 *
 * {@link #close} may be called from any thread, once.
 */
public final class TallystickServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TallystickServer.class.getName());

    private final DataFolder folder;
    private final HttpServer http;
    private final Deliveries deliveries;
    private final MonthCloser closer;
    private final String url;
    private final @Nullable FirstRun firstRun;

    private TallystickServer(
            DataFolder folder,
            HttpServer http,
            Deliveries deliveries,
            MonthCloser closer,
            String url,
            @Nullable FirstRun firstRun) {
        this.folder = folder;
        this.http = http;
        this.deliveries = deliveries;
        this.closer = closer;
        this.url = url;
        this.firstRun = firstRun;
    }

    /**
     * Starts a server; when this returns, it answers requests.
     *
     * @throws dev.tallystick.server.folder.FolderException the data folder cannot be used
     * @throws StartException the address cannot be bound
     */
    public static TallystickServer start(ServerSettings settings, InstantSource clock) {
        return start(settings, new PatientClock(clock));
    }

    /** The same with a clock that is waited for: months are closed as it passes their ends. */
    public static TallystickServer start(ServerSettings settings, WakingClock clock) {
        SecureRandom random = new SecureRandom();
        DataFolder folder =
                DataFolder.open(settings.data(), random, settings.log().name());
        try {
            Map<PlaneName, JournaledPlane> planes = folder.openPlanes(clock, PlaneOptions.DEFAULT);
            Metrics metrics = new Metrics();
            planes.values().forEach(plane -> measure(plane, metrics));
            planes.values().forEach(plane -> serveLog(plane.log(), plane.name(), settings, metrics));
            requireFree(settings.http());
            Deliveries deliveries = Deliveries.start(planes, folder, settings.webhooks(), clock, random);
            try {
                return serve(settings, folder, planes, deliveries, metrics, clock);
            } catch (RuntimeException | Error e) {
                deliveries.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private static TallystickServer serve(
            ServerSettings settings,
            DataFolder folder,
            Map<PlaneName, JournaledPlane> planes,
            Deliveries deliveries,
            Metrics metrics,
            WakingClock clock) {
        Limits limits = limits(settings.http());
        HttpServer http = new HttpServer(
                settings.http(), limits, Map.copyOf(planes), deliveries.webhooks(), metrics, clock, new SecureRandom());
        String url = address(settings.http(), bind(http, settings.http()));
        try {
            MonthCloser closer = new MonthCloser(planes.values(), clock);
            TallystickServer server =
                    new TallystickServer(folder, http, deliveries, closer, url, folder.listening(url));
            closer.start();
            LOG.log(Level.INFO, "Started on {0} with the data folder {1}.", url, folder.path());
            return server;
        } catch (RuntimeException | Error e) {
            http.stop();
            throw e;
        }
    }

    private static Limits limits(HttpSettings http) {
        Limits wanted = Limits.defaults(Runtime.getRuntime().maxMemory(), http.scopeMonths());
        OpenFiles files = OpenFiles.now();
        Limits limits = files == null ? wanted : wanted.withinFiles(files.max(), files.open());
        if (files != null && limits.connections() < wanted.connections()) {
            LOG.log(
                    Level.WARNING,
                    "Takes at most {0} connections, {1} from one address, instead of {2}: the process may have {3} files"
                            + " open (ulimit -n), has {4}, and keeps up to {5} for its own.",
                    String.valueOf(limits.connections()),
                    String.valueOf(limits.addressConnections()),
                    String.valueOf(wanted.connections()),
                    String.valueOf(files.max()),
                    String.valueOf(files.open()),
                    String.valueOf(Limits.RESERVED_FILES));
        }
        return limits;
    }

    private static void requireFree(HttpSettings settings) {
        // Helidon only logs why it cannot bind, and returns; asking first gives the reason.
        try (ServerSocket probe = new ServerSocket()) {
            InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
            if (address.isUnresolved()) {
                throw cannotListen(settings, "unknown host", null);
            }
            probe.bind(address);
        } catch (IOException e) {
            throw cannotListen(settings, String.valueOf(e.getMessage()), e);
        }
    }

    private static int bind(HttpServer http, HttpSettings settings) {
        int port = http.start();
        if (port <= 0) {
            throw cannotListen(settings, "the address was taken meanwhile", null);
        }
        return port;
    }

    private static StartException cannotListen(HttpSettings settings, String why, @Nullable Throwable cause) {
        return new StartException(
                "Cannot listen on " + settings.host() + ":" + settings.port() + " (" + why
                        + "). Choose another address with --host and --port; --port 0 takes a free one.",
                cause);
    }

    private static String address(HttpSettings settings, int port) {
        String host = settings.host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static void measure(JournaledPlane plane, Metrics metrics) {
        String prefix = "tallystick_" + plane.name().label() + "_";
        metrics.gauge(prefix + "queued_deltas", "Deltas waiting for the writer.", plane::queuedDeltas);
        metrics.gauge(
                prefix + "writable", "1 while writes are accepted.", () -> plane.stoppedBecause() == null ? 1 : 0);
        metrics.gauge(prefix + "groups", "Groups committed since the start.", plane.counters()::groups);
        metrics.gauge(prefix + "events", "Events stored since the start.", plane.counters()::events);
    }

    private static void serveLog(@Nullable PlaneLog log, PlaneName name, ServerSettings settings, Metrics metrics) {
        if (log == null) {
            return;
        }
        String prefix = "tallystick_" + name.label() + "_log_";
        metrics.gauge(
                prefix + "size",
                "Leaves in the newest signed head.",
                () -> log.head().head().size());
        metrics.gauge(prefix + "sign_nanos", "How long the last signing of a head took.", log::signNanos);
        metrics.gauge(
                prefix + "witness_age_millis",
                "Time since a witness last cosigned a head; -1 before the first.",
                log::witnessAgeMillis);
        metrics.gauge(
                prefix + "rollbacks", "How often a witness knew a larger tree than this log has.", log::rollbacksSeen);
        log.askWitnesses(settings.log());
    }

    /** Where it listens, such as {@code http://127.0.0.1:8080}. */
    public String url() {
        return url;
    }

    /** The data folder. */
    public Path folder() {
        return folder.path();
    }

    /** The secrets, if this start was the first one of its folder, else null. */
    public @Nullable FirstRun firstRun() {
        return firstRun;
    }

    /** Returns if nobody listens any more though nobody closed the server, which is then of no use but to be closed. */
    public void awaitListenerLoss() throws InterruptedException {
        http.awaitListenerLoss();
    }

    /** Takes no more requests, finishes those under way, makes all of it durable and gives up the folder. */
    @Override
    public void close() {
        LOG.log(Level.INFO, "Stopping.");
        try {
            deliveries.endListening();
            http.stop();
            closer.close();
        } finally {
            try {
                deliveries.close();
            } finally {
                folder.close();
            }
        }
        LOG.log(Level.INFO, "Stopped.");
    }
}
