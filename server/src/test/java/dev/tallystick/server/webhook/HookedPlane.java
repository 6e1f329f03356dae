package dev.tallystick.server.webhook;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.server.config.AddressRange;
import dev.tallystick.server.config.WebhookSettings;
import dev.tallystick.server.index.LedgerIndex;
import dev.tallystick.server.journal.FileJournal;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.JournalId;
import dev.tallystick.server.journal.JournalOptions;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/** A real plane on disk with its webhooks, under a time the test controls. */
final class HookedPlane implements AutoCloseable {
    static final String TENANT = "ten_aaaaaaaaaaaa";

    private static final HookLimits LIMITS = new HookLimits(8, 5_500, 500, 100, 10_000, 60_000, 60_000);

    /** No jitter: the least that may be added. */
    private static final RandomGenerator LEAST = () -> 0;

    final FakeTime time;
    private Path folder;
    private final Executor workers;
    private Resolver resolver = host -> List.of(InetAddress.getAllByName(host));
    private WebhookSettings settings = new WebhookSettings(false, List.of(AddressRange.parse("127.0.0.1")), null);
    private RandomGenerator random = LEAST;
    private SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    private FileJournal journal;
    JournaledPlane plane;
    Webhooks webhooks;

    HookedPlane(Path folder) {
        this(folder, new FakeTime(), null);
    }

    HookedPlane(Path folder, FakeTime time, Executor workers) {
        this.folder = folder;
        this.time = time;
        this.workers = workers == null ? time : workers;
        open();
        plane.submit(new Command.OpenTenant(TENANT, "one", Hash.ZERO));
    }

    HookedPlane resolving(Resolver other) {
        resolver = other;
        return reopened();
    }

    HookedPlane allowing(WebhookSettings other) {
        settings = other;
        return reopened();
    }

    HookedPlane trusting(SSLSocketFactory other) {
        tls = other;
        return reopened();
    }

    HookedPlane jitter(RandomGenerator other) {
        random = other;
        return reopened();
    }

    /** Stops in good order and starts again. */
    HookedPlane reopened() {
        close();
        open();
        return this;
    }

    /** Goes on, in another folder, with what a process killed at this moment would have left. */
    HookedPlane killed() {
        Path left = folder.resolveSibling(folder.getFileName() + "-left");
        copy(folder, left);
        close();
        folder = left;
        open();
        return this;
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void publish(String name, String customerId, String data) {
        webhooks.publishing().publish(TENANT, List.of(new Publishing.Publication(name, customerId, data)));
    }

    private void open() {
        JournalOptions options =
                new JournalOptions(new JournalId(7, 1), JournalOptions.DEFAULT_SEGMENT_BYTES, 64 << 10);
        journal = FileJournal.open(folder.resolve("journal"), options, JournalFiles.real());
        Directory directory = new Directory();
        LedgerIndex index = LedgerIndex.open(
                folder.resolve("index"), number -> JournaledPlane.event(journal, number), directory, 50_000);
        plane = new JournaledPlane(
                PlaneName.SANDBOX,
                journal,
                index,
                directory,
                time,
                JournaledPlane.platformEntropy(),
                PlaneOptions.DEFAULT);
        webhooks = new Webhooks(plane, EventSource.of(journal), folder.resolve("webhooks"), gear(workers));
        webhooks.start();
    }

    HookGear gear(Executor on) {
        return new HookGear(
                time,
                on,
                resolver,
                new AddressRule(settings),
                tls,
                new SecretVault(folder.resolve("webhook-key"), null, new SecureRandom(), Files::write),
                random,
                LIMITS,
                true);
    }

    /** Makes an endpoint and returns its id; {@link #secret} opens its secret. */
    String endpoint(String id, String url) {
        String secret = webhooks.vault().newSecret();
        submit(new Command.CreateEndpoint(
                TENANT, id, url, null, webhooks.vault().seal(secret, TENANT, id)));
        webhooks.changed();
        return id;
    }

    Outcome submit(Command command) {
        Outcome outcome = plane.submit(command);
        if (outcome instanceof Outcome.Refused refused) {
            throw new AssertionError(refused.refusal().message());
        }
        return outcome;
    }

    Endpoint endpoint(String id) {
        return plane.directory().endpoints().byId(id);
    }

    String secret(String id) {
        return webhooks.vault().open(endpoint(id).secret(), TENANT, id);
    }

    void set(String id, EndpointState state) {
        submit(new Command.ChangeEndpoint(TENANT, id, null, null, state));
        webhooks.changed();
    }

    /** Records deltas of 1 for a customer. */
    void emit(String customerId, int count) {
        List<DeltaRequest> deltas = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DeltaItem item = new DeltaItem(customerId, Amount.parse("1"), "usage", null, null, null, null);
            deltas.add(new DeltaRequest.Valid(item, ContentHash.of(item)));
        }
        submit(new Command.RecordDeltas(TENANT, deltas, false, null));
    }

    /** The events of the journal that are of a kind. */
    <T extends Event> List<T> events(Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (long number = 0; number < journal.nextEvent(); number++) {
            Event event = JournaledPlane.event(journal, number);
            if (kind.isInstance(event)) {
                found.add(kind.cast(event));
            }
        }
        return found;
    }

    List<Delivery> deliveries(String endpointId) {
        return webhooks.deliveries(TENANT, delivery -> delivery.endpointId().equals(endpointId));
    }

    @Override
    public void close() {
        webhooks.close();
        plane.close();
    }
}
