package dev.tallystick.server.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tallystick.proof.note.VerifierKey;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A witness over HTTP: {@code POST /add-checkpoint}, and {@code GET /} to see who it is. Thread-safe. */
public final class WitnessServer implements AutoCloseable {
    /** Largest request in bytes: 63 hashes, and a head with more signatures than any log has. */
    static final int REQUEST_MAX = 64 << 10;

    private static final System.Logger LOG = System.getLogger(WitnessServer.class.getName());

    static {
        // The JDK's server has its bounds as properties, read once in a process; what the command line sets stays.
        bound("sun.net.httpserver.maxReqTime", "10");
        bound("sun.net.httpserver.maxRspTime", "20");
        bound("sun.net.httpserver.nodelay", "true");
        bound("jdk.httpserver.maxConnections", "1000");
    }

    private final WitnessFolder folder;
    private final Witness witness;
    private final HttpServer http;
    private final ExecutorService requests;

    /**
     * How a witness is set up.
     *
     * @param data its folder, made on the first start
     * @param name its key's name, or null for the present or a random one
     * @param logs the keys of the logs it cosigns, each with the log's origin as its name
     * @param port 0 for a free one
     */
    public record Settings(Path data, @Nullable String name, List<VerifierKey> logs, String host, int port) {
        /** Copies the list. */
        public Settings {
            logs = List.copyOf(logs);
        }
    }

    private WitnessServer(WitnessFolder folder, Witness witness, HttpServer http) {
        this.folder = folder;
        this.witness = witness;
        this.http = http;
        this.requests = Executors.newVirtualThreadPerTaskExecutor();
        http.setExecutor(requests);
        http.createContext("/", this::serve);
    }

    private static void bound(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Starts a witness; when this returns, it answers.
     *
     * @throws WitnessException the folder or the address cannot be used
     */
    public static WitnessServer start(Settings settings, InstantSource clock) {
        try {
            WitnessFolder folder = WitnessFolder.open(settings.data(), settings.name(), new SecureRandom());
            try {
                Witness witness = new Witness(folder.key(), settings.logs(), folder, clock);
                WitnessServer server = new WitnessServer(folder, witness, listener(settings));
                server.http.start();
                return server;
            } catch (IOException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            throw new WitnessException(
                    "The folder " + settings.data() + " cannot be used (" + e
                            + "). Check the disk and the permissions.",
                    e);
        }
    }

    private static HttpServer listener(Settings settings) {
        try {
            InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
            if (address.isUnresolved()) {
                throw new IOException("unknown host");
            }
            return HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new WitnessException(
                    "Cannot listen on " + settings.host() + ":" + settings.port() + " (" + e.getMessage()
                            + "). Choose another address with --host and --port; --port 0 takes a free one.",
                    e);
        }
    }

    /**
     * The vkey of the witness in a folder, whether or not it runs.
     *
     * @throws WitnessException there is none
     */
    public static VerifierKey key(Path data) {
        try {
            return WitnessFolder.publicKey(data);
        } catch (IOException e) {
            throw new WitnessException("The key in " + data + " cannot be read (" + e + ").", e);
        }
    }

    /** The vkey of this witness. */
    public VerifierKey key() {
        return folder.key().verifier();
    }

    /** Where it listens, such as {@code http://127.0.0.1:8090}. */
    public String url() {
        InetSocketAddress address = http.getAddress();
        String host = address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Witness.Answer answer;
            try {
                answer = answer(exchange);
            } catch (IOException | WitnessException e) {
                LOG.log(Level.ERROR, "Nothing was cosigned: " + e.getMessage(), e);
                answer = Witness.Answer.text(500, "The witness cannot store heads; its operator's log says why.\n");
            }
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Witness.Answer answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        return switch (exchange.getRequestURI().getPath()) {
            case "/add-checkpoint" -> method.equals("POST") ? added(exchange) : notAllowed(exchange, "POST");
            case "/" ->
                method.equals("GET") || method.equals("HEAD")
                        ? Witness.Answer.text(200, witness.described())
                        : notAllowed(exchange, "GET, HEAD");
            default -> Witness.Answer.text(404, "There is POST /add-checkpoint and GET /.\n");
        };
    }

    private Witness.Answer added(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(REQUEST_MAX + 1);
        return body.length > REQUEST_MAX
                ? Witness.Answer.text(413, "A request has at most " + REQUEST_MAX + " bytes.\n")
                : witness.add(body);
    }

    private static Witness.Answer notAllowed(HttpExchange exchange, String allowed) {
        exchange.getResponseHeaders().set("Allow", allowed);
        return Witness.Answer.text(405, "Allowed here: " + allowed + ".\n");
    }

    /** Ends at once, as a crash might: a log whose answer is cut off asks again. Gives up the folder last. */
    @Override
    public void close() {
        try {
            http.stop(0);
            requests.close();
            folder.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The witness's folder could not be closed.", e);
        }
    }
}
