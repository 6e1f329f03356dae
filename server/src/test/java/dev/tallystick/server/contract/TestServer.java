package dev.tallystick.server.contract;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.Limits;
import dev.tallystick.server.http.ApiKeyText;
import dev.tallystick.server.http.HttpServer;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.FileJournal;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.JournalId;
import dev.tallystick.server.journal.JournalOptions;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.ops.Metrics;
import dev.tallystick.server.sequencer.BreakableJournal;
import dev.tallystick.server.sequencer.JournalEvents;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import dev.tallystick.server.webhook.EventSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The real server on a free port over a folder: both planes with their journals and indexes, two tenants and a client.
 * Everything but the program around it is what runs in production. {@link #restart} closes and opens it on what the
 * folder holds.
 */
public final class TestServer implements AutoCloseable {
    /** A tenant as its people know it. */
    public record Tenant(String id, String password, String sandboxKey, String productionKey) {}

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final Limits limits;
    private final PlaneName[] served;
    private final Map<PlaneName, HeldPlane> planes = new EnumMap<>(PlaneName.class);
    private final Map<PlaneName, BreakableJournal> journals = new EnumMap<>(PlaneName.class);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TestWebhooks webhooks;
    private HttpServer http;
    private int port;

    public final Tenant tenant;
    public final Tenant stranger;

    /** Starts on an empty folder with the default limits. */
    public TestServer(Path folder) {
        this(folder, limits(), PlaneName.values());
    }

    TestServer(Path folder, Limits limits, PlaneName... served) {
        this.folder = folder;
        this.limits = limits;
        this.served = served;
        this.webhooks = new TestWebhooks(folder, name -> EventSource.of(journals.get(name)));
        openPlanes();
        this.tenant = open("ten_aaaaaaaaaaaa", "operator-password-one");
        this.stranger = open("ten_bbbbbbbbbbbb", "operator-password-two");
        listen();
    }

    static Limits limits() {
        return Limits.defaults(Runtime.getRuntime().maxMemory());
    }

    private void openPlanes() {
        for (PlaneName name : PlaneName.values()) {
            Path place = folder.resolve(name.label());
            JournalOptions options = new JournalOptions(
                    new JournalId(7, name.ordinal()), JournalOptions.DEFAULT_SEGMENT_BYTES, 64 << 10);
            BreakableJournal journal =
                    new BreakableJournal(FileJournal.open(place.resolve("journal"), options, JournalFiles.real()));
            Directory directory = new Directory();
            LedgerIndex index = LedgerIndex.open(place.resolve("index"), new JournalEvents(journal), directory, 50_000);
            PlaneLog log = PlaneLog.open(
                    new PlaneLog.Place(
                            place.resolve("log"), "log.example/" + name.label(), null, RANDOM, InstantSource.system()),
                    journal);
            journals.put(name, journal);
            planes.put(
                    name,
                    new HeldPlane(new JournaledPlane(
                            name,
                            journal,
                            index,
                            directory,
                            InstantSource.system(),
                            JournaledPlane.platformEntropy(),
                            PlaneOptions.DEFAULT,
                            log)));
        }
    }

    private void listen() {
        Map<PlaneName, HeldPlane> some = new EnumMap<>(PlaneName.class);
        for (PlaneName name : served) {
            some.put(name, plane(name));
        }
        http = new HttpServer(
                new HttpSettings("127.0.0.1", 0),
                limits,
                Map.copyOf(some),
                webhooks.open(some),
                new Metrics(),
                InstantSource.system(),
                RANDOM);
        port = http.start();
    }

    private Tenant open(String id, String password) {
        for (PlaneName name : PlaneName.values()) {
            plane(name)
                    .submit(new Command.OpenTenant(
                            id, "Vendor of " + id, Sha256.hash(password.getBytes(StandardCharsets.UTF_8))));
        }
        return new Tenant(
                id,
                password,
                newKey(PlaneName.SANDBOX, id, ApiKeyScopes.ALL),
                newKey(PlaneName.PRODUCTION, id, ApiKeyScopes.ALL));
    }

    String newKey(PlaneName name, String tenantId, ApiKeyScopes scopes) {
        ApiKeyText text = ApiKeyText.generate(name, RANDOM);
        plane(name)
                .submit(new Command.CreateApiKey(
                        tenantId,
                        ApiKeyText.newId("key_", RANDOM),
                        text.publicId(),
                        "test",
                        text.secretHash(),
                        scopes));
        return text.fullKey();
    }

    HeldPlane plane(PlaneName name) {
        return planes.get(name);
    }

    /** What a plane's journal is written through, to be held up. */
    BreakableJournal journal(PlaneName name) {
        return journals.get(name);
    }

    /** How many events a plane holds: equal before and after means that nothing was stored. */
    long events(PlaneName name) {
        return journals.get(name).nextEvent();
    }

    /** {@code http://127.0.0.1:} and the port. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** Stops, and starts again on the same folder; the port may be another. */
    public void restart() {
        stop();
        openPlanes();
        listen();
    }

    /** Begins a request with the tenant's sandbox key unless the headers bring their own credentials. */
    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url() + path));
        boolean own = false;
        for (int i = 0; i < headers.length; i += 2) {
            String name = headers[i].toLowerCase(Locale.ROOT);
            own |= name.equals("x-api-key") || name.equals("authorization") || name.equals("cookie");
            if (!headers[i + 1].isEmpty()) {
                builder.header(headers[i], headers[i + 1]);
            }
        }
        return own ? builder : builder.header("X-Api-Key", tenant.sandboxKey());
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(request + ": " + e, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A bearer token of the tenant's operator. */
    String login(Tenant who) {
        HttpResponse<String> reply =
                post("/dashboard/auth/login", "{\"password\":\"" + who.password() + "\"}", "X-Api-Key", "");
        return Json.parse(reply.body()).at("/data/token").asString();
    }

    /** Ends the planes while HTTP goes on, as when storage has failed. */
    void stopPlanes() {
        webhooks.close();
        planes.values().forEach(plane -> plane.real().close());
    }

    /** The first half of a stop, in the order of the program's: HTTP ends, and the planes are still there. */
    void stopHttp() {
        webhooks.endListening();
        http.stop();
    }

    private void stop() {
        stopHttp();
        stopPlanes();
    }

    @Override
    public void close() {
        client.close();
        stop();
    }
}
