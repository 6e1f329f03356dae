package dev.tallystick.server.log;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.NoteSignature;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.server.config.LogSettings;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks the witnesses of a log to cosign its heads (C2SP tlog-witness), on a thread of its own and never in the way of a
 * reply. Thread-safe; {@link #ask} is for one thread at a time.
 */
final class Witnesses implements AutoCloseable {
    /** A head is worth asking for at most so often. */
    private static final long PAUSE_NANOS = 1_000_000_000;

    /** A cosigned head is served in place of a newer one for so long. */
    static final long FRESH_MILLIS = 10_000;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final System.Logger LOG = System.getLogger(Witnesses.class.getName());

    private final PlaneLog log;
    private final List<WitnessClient> clients;
    private final boolean stopOnRollback;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final AtomicLong rollbacks = new AtomicLong();
    private volatile @Nullable Cosigned newest;
    private volatile boolean closing;
    private @Nullable Thread asking;

    /** A head with at least one cosignature, and when it got it. */
    record Cosigned(SignedHead head, long atMillis) {}

    Witnesses(PlaneLog log, LogSettings settings) {
        this.log = log;
        this.stopOnRollback = settings.stopOnRollback();
        this.clients = settings.witnesses().stream()
                .map(witness -> new WitnessClient(witness, http))
                .toList();
    }

    Witnesses start() {
        asking =
                Thread.ofPlatform().name("witness-" + log.origin()).daemon(true).start(this::keepAsking);
        return this;
    }

    private void keepAsking() {
        Hash done = null;
        while (!closing) {
            SignedHead head = log.head();
            if (!head.head().root().equals(done) && ask(head)) {
                done = head.head().root();
            }
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    /** Asks every witness for this head; true if all have cosigned it. */
    boolean ask(SignedHead head) {
        List<Future<WitnessClient.Answer>> running = new ArrayList<>();
        for (WitnessClient client : clients) {
            running.add(requests.submit(() -> client.ask(log, head)));
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (Future<WitnessClient.Answer> each : running) {
            switch (answer(each)) {
                case WitnessClient.Answer.Cosigned(List<NoteSignature> more) -> signatures.addAll(more);
                case WitnessClient.Answer.KnowsMore knows -> rolledBack(knows, head);
                case WitnessClient.Answer.Failed(String why) -> LOG.log(Level.DEBUG, "{0}", why);
            }
        }
        if (!signatures.isEmpty()) {
            newest = new Cosigned(head.with(signatures), log.now());
        }
        return signatures.size() >= clients.size();
    }

    private static WitnessClient.Answer answer(Future<WitnessClient.Answer> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new WitnessClient.Answer.Failed("interrupted");
        } catch (ExecutionException e) {
            return new WitnessClient.Answer.Failed(String.valueOf(e.getCause()));
        }
    }

    private void rolledBack(WitnessClient.Answer.KnowsMore knows, SignedHead head) {
        rollbacks.incrementAndGet();
        String reason = "Witness " + knows.witness() + " has cosigned log " + log.origin() + " at size " + knows.size()
                + ", but here its size is " + head.head().size() + " with root "
                + head.head().root()
                + ": this log was rolled back. Stop the server and restore the newest complete copy of the data folder.";
        LOG.log(Level.ERROR, reason);
        if (stopOnRollback) {
            log.refuse(reason);
        }
    }

    /** The newest head that carries a cosignature, or null. */
    @Nullable
    Cosigned cosigned() {
        return newest;
    }

    /** How often a witness knew more than we do. */
    long rollbacks() {
        return rollbacks.get();
    }

    @Override
    public void close() {
        closing = true;
        Thread thread = asking;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
        requests.shutdownNow();
        http.shutdownNow();
    }
}
