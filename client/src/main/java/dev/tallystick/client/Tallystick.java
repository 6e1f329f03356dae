package dev.tallystick.client;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.ReceiptVerifier;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.receipt.Verification;
import dev.tallystick.proof.record.UtcText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server to record usage with and to ask for balances, and the checks on what it answers. For many threads.
 *
 * <p>Every call throws {@link ApiException} for a refusal, {@link UnreachableException} where no reply came,
 * {@link UnexpectedReplyException} for one of another form, and {@link ProofFailedException} where a reply does not hold:
 * each record's content hash is computed again from what was sent, and each receipt is verified whole.
 */
public final class Tallystick {
    private static final String BALANCE = "/api/v1/balance";

    private final Transport transport;
    private final @Nullable LogWatch watch;
    private final @Nullable ChainMemory chains;
    private final boolean verifyProofs;

    Tallystick(Builder builder) {
        this.transport = new Transport(builder);
        this.watch = builder.logKey == null ? null : new LogWatch(builder.logKey, transport);
        this.chains = builder.rememberChains ? new ChainMemory() : null;
        this.verifyProofs = builder.verifyProofs;
    }

    /**
     * Begins a client.
     *
     * @param baseUrl the server's address, without {@code /api/v1}
     * @param apiKey one of its keys, {@code pk_test_} or {@code pk_live_}
     */
    public static Builder at(String baseUrl, String apiKey) {
        return new Builder(baseUrl, apiKey);
    }

    /** Records a delta; when this returns, it is stored, numbered and in the log. */
    public Recorded emit(Delta delta) {
        ByteSink sink = new ByteSink(512);
        DeltaJson.write(delta.item(), new JsonWriter(sink));
        Recorded recorded = Recorded.of(transport.post(BALANCE + "/delta", transport.once(sink.toBytes())));
        return checked(delta, recorded);
    }

    /**
     * Records 1 to 1,000 deltas; each is taken or refused by itself.
     *
     * @return one row for each delta, in their order
     */
    public List<BatchRow> batch(List<Delta> deltas) {
        ByteSink sink = new ByteSink(512);
        JsonWriter json = new JsonWriter(sink).beginObject().name("deltas").beginArray();
        deltas.forEach(delta -> DeltaJson.write(delta.item(), json));
        json.endArray().endObject();
        Members data = transport.post(BALANCE + "/delta/batch", transport.once(sink.toBytes()));
        List<Members> results = data.objects("results");
        if (results.size() != deltas.size()) {
            throw data.other("results", deltas.size() + " rows");
        }
        List<BatchRow> rows = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Members row = results.get(i);
            rows.add(
                    row.text("status").equals("FAILED")
                            ? new Refused(row.text("error"), row.text("message"))
                            : checked(deltas.get(i), Recorded.of(row)));
        }
        return List.copyOf(rows);
    }

    private Recorded checked(Delta sent, Recorded recorded) {
        ReplyCheck.content(sent.item(), recorded);
        if (chains != null) {
            chains.follow(recorded);
        }
        if (verifyProofs) {
            proveRecorded(recorded);
        }
        return recorded;
    }

    /** Looks a record up; its content hash is computed again from the answer. */
    public Recorded status(String recordId) {
        return ReplyCheck.itself(transport.get(BALANCE + "/delta/" + Scope.encoded(recordId)));
    }

    /**
     * Has the server prove that a record is in the log, and checks the proof against the pinned key and every head seen
     * so far.
     *
     * @throws IllegalStateException without a pinned key
     */
    public LogProof proveRecorded(Recorded recorded) {
        LogWatch log = watch;
        if (log == null) {
            throw new IllegalStateException("A proof is checked against the log's key; give it to the builder.");
        }
        Members status = transport.get(BALANCE + "/delta/" + Scope.encoded(recorded.recordId()) + "?proof=true");
        Recorded now = ReplyCheck.itself(status);
        ReplyCheck.same("record", recorded.recordId(), now.recordId());
        ReplyCheck.same("proofHash", recorded.proofHash(), now.proofHash());
        String text = status.members("proof").text("tlogProof");
        try {
            LogProof proof = LogProof.parse(text.getBytes(StandardCharsets.UTF_8));
            log.included(recorded.proofHash(), recorded.leafIndex(), proof);
            return proof;
        } catch (NoteException e) {
            throw new ProofFailedException("The proof is not of its form: " + e.getMessage());
        }
    }

    /** Returns the newest head of the log that was checked, or null: keep it to hold later heads against it. */
    public @Nullable TreeHead newestHead() {
        return watch == null ? null : watch.newest();
    }

    /** Returns a customer's balance over a scope, from zero, with up to 100 rows. */
    public Derived derive(String customerId, Scope scope) {
        return derive(customerId, scope, Amount.ZERO, 100, 0);
    }

    /**
     * Returns a customer's balance over a scope.
     *
     * @param startingBalance what the deltas are added to
     * @param limit most rows, 1 to 1,000
     * @param offset rows to leave out first
     */
    public Derived derive(String customerId, Scope scope, Amount startingBalance, int limit, long offset) {
        return Derived.of(transport.get(BALANCE + "/derive/" + Scope.encoded(customerId) + "?startingBalance="
                + startingBalance + "&limit=" + limit + "&offset=" + offset + scope.query()));
    }

    /** Holds two claims against the record. */
    public Comparison compare(String customerId, Scope scope, Claims claims) {
        // Stores nothing, so its repeats need no key.
        return Comparison.of(
                transport.post(BALANCE + "/compare", new Transport.Body(claimed(customerId, scope, claims), null)));
    }

    /**
     * Holds two claims against the record, has the finding put into the signed log, and verifies that: under the pinned
     * key, or without one whether the report agrees with itself. A repeat after a lost reply puts another like it there.
     */
    public SignedComparison compareSigned(String customerId, Scope scope, Claims claims) {
        Comparison comparison = Comparison.of(transport.post(
                BALANCE + "/compare?signed=true", new Transport.Body(claimed(customerId, scope, claims), null)));
        return SignedComparison.verified(customerId, comparison, policy());
    }

    private TrustPolicy policy() {
        LogWatch log = watch;
        return log == null ? TrustPolicy.ofNobody() : TrustPolicy.ofLogs(List.of(log.key()));
    }

    private static byte[] claimed(String customerId, Scope scope, Claims claims) {
        ByteSink sink = new ByteSink(512);
        JsonWriter json = new JsonWriter(sink).beginObject();
        json.name("customerId").value(customerId);
        json.name("yourBalance").value(claims.yourBalance());
        json.name("theirBalance").value(claims.theirBalance());
        json.name("startingBalance").value(claims.startingBalance());
        json.name("tolerance").value(claims.tolerance());
        windows("yourWindows", claims.yourWindows(), json);
        windows("theirWindows", claims.theirWindows(), json);
        scope.writeTo(json);
        json.endObject();
        return sink.toBytes();
    }

    private static void windows(String name, List<Claims.Window> windows, JsonWriter json) {
        if (windows.isEmpty()) {
            return;
        }
        json.name(name).beginArray();
        for (Claims.Window window : windows) {
            json.beginObject().name("start").value(UtcText.of(window.start()));
            json.name("end").value(UtcText.of(window.end()));
            json.name("total").value(window.total()).endObject();
        }
        json.endArray();
    }

    /** Seals a customer's window; the same scope over the same records gives the same checkpoint again. */
    public Checkpoint checkpoint(String customerId, Scope scope) {
        ByteSink sink = new ByteSink(256);
        JsonWriter json = new JsonWriter(sink).beginObject().name("customerId").value(customerId);
        scope.writeTo(json);
        json.endObject();
        return Checkpoint.of(transport.post(BALANCE + "/checkpoint", transport.once(sink.toBytes())));
    }

    /** Lists a customer's checkpoints, newest first. */
    public List<Checkpoint> checkpoints(String customerId, int limit, long offset) {
        return transport
                .get(BALANCE + "/checkpoints?customerId=" + Scope.encoded(customerId) + "&limit=" + limit + "&offset="
                        + offset)
                .objects("checkpoints")
                .stream()
                .map(Checkpoint::of)
                .toList();
    }

    /** Fetches a receipt and verifies it: under the pinned key, or without one whether it agrees with itself. */
    public VerifiedReceipt receipt(String customerId, Scope scope) {
        return receipt(customerId, scope, policy());
    }

    /** Fetches a receipt and verifies it under a policy of the caller's. */
    public VerifiedReceipt receipt(String customerId, Scope scope, TrustPolicy policy) {
        byte[] file = transport.file(
                BALANCE + "/receipt/" + Scope.encoded(customerId) + "?format=tallystick" + scope.query());
        Verification verification = ReceiptVerifier.verify(file, policy);
        Receipt receipt = verification.receipt();
        if (receipt == null || !verification.passed()) {
            throw ProofFailedException.of("receipt", verification.steps());
        }
        ReplyCheck.same("receipt's customer", customerId, receipt.customerId());
        LogWatch log = watch;
        if (log != null
                && policy.logKeys().contains(log.key())
                && receipt.logKey().equals(log.key())) {
            log.advance(receipt.inclusion().head().head());
        }
        return new VerifiedReceipt(receipt, verification, new VerifiedReceipt.FileBytes(file));
    }
}
