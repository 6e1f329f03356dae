package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.Limits;
import dev.tallystick.server.config.TrafficSettings;
import dev.tallystick.server.ops.Metrics;
import dev.tallystick.server.sequencer.PlaneName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A real server on a free port over planes in memory, with a tenant, its keys and a client. */
final class TestServer implements AutoCloseable {
    /** Held here, for a logger that nobody holds forgets its level. */
    private static final Logger WEB_SERVER_LOG = Logger.getLogger("io.helidon");

    static {
        WEB_SERVER_LOG.setLevel(Level.WARNING);
    }

    static final String TENANT = "ten_aaaaaaaaaaaa";
    static final String OTHER_TENANT = "ten_bbbbbbbbbbbb";
    static final String PASSWORD = "an-operator-password-of-no-importance";

    final MemoryPlane sandbox = new MemoryPlane(PlaneName.SANDBOX);
    final MemoryPlane production = new MemoryPlane(PlaneName.PRODUCTION);
    final SecureRandom random = new SecureRandom();
    final HttpServer server;
    final int port;
    final String key;
    final String liveKey;
    final String otherKey;
    final HttpClient client = HttpClient.newHttpClient();

    TestServer(Limits limits) {
        this(limits, TrafficSettings.DEFAULT, InstantSource.system());
    }

    TestServer(Limits limits, TrafficSettings traffic, InstantSource clock) {
        for (MemoryPlane plane : new MemoryPlane[] {sandbox, production}) {
            plane.submit(new Command.OpenTenant(TENANT, "one", Sha256.hash(PASSWORD.getBytes(StandardCharsets.UTF_8))));
            plane.submit(new Command.OpenTenant(OTHER_TENANT, "two", Sha256.hash(new byte[] {1})));
        }
        key = newKey(sandbox, TENANT, ApiKeyScopes.ALL);
        liveKey = newKey(production, TENANT, ApiKeyScopes.ALL);
        otherKey = newKey(sandbox, OTHER_TENANT, ApiKeyScopes.ALL);
        server = new HttpServer(
                new HttpSettings("127.0.0.1", 0, null, traffic),
                limits,
                Map.of(PlaneName.SANDBOX, sandbox, PlaneName.PRODUCTION, production),
                new Metrics(),
                clock,
                random);
        port = server.start();
    }

    TestServer() {
        this(Limits.defaults(Runtime.getRuntime().maxMemory()));
    }

    String newKey(MemoryPlane plane, String tenantId, ApiKeyScopes scopes) {
        ApiKeyText text = ApiKeyText.generate(plane.name(), random);
        plane.submit(new Command.CreateApiKey(
                tenantId, ApiKeyText.newId("key_", random), text.publicId(), "test", text.secretHash(), scopes));
        return text.fullKey();
    }

    /** A reply with its body parsed. */
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        String body() {
            return http.body();
        }

        JsonObject json() {
            return (JsonObject) JsonReader.parse(http.body().getBytes(StandardCharsets.UTF_8));
        }

        JsonObject data() {
            return (JsonObject) json().get("data");
        }

        String code() {
            return json().get("code") instanceof dev.tallystick.proof.json.JsonString code ? code.value() : "";
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    Answer post(String path, String body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        boolean keyed = false;
        for (int i = 0; i < headers.length; i += 2) {
            keyed |= headers[i].equals("X-Api-Key");
        }
        if (!keyed) {
            builder.header("X-Api-Key", key);
        }
        return builder;
    }

    Answer send(HttpRequest request) {
        try {
            return new Answer(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new IllegalStateException(request + ": " + e, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends bytes as they are and returns all that comes back until the server closes. */
    String raw(byte[] bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            try {
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
                socket.shutdownOutput();
            } catch (IOException e) {
                // The server may answer and close before all is sent.
            }
            return readAll(socket);
        }
    }

    String raw(String text) throws IOException {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String readAll(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                all.write(buffer, 0, n);
            }
        } catch (java.net.SocketException e) {
            // Reset: what has come so far is the answer.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    static String delta(String customerId, String delta, String more) {
        return "{\"customerId\":\"" + customerId + "\",\"delta\":" + delta + ",\"reason\":\"usage\"" + more + "}";
    }

    @Override
    public void close() {
        client.close();
        server.stop();
    }
}
