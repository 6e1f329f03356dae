package dev.tallystick.server.http;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredCountersignature;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.ledger.scope.UtcMonth;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import dev.tallystick.proof.statement.CheckpointStatement.Figures;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Renders a checkpoint: the one place that knows its wire fields. */
final class CheckpointView {
    /** About what one checkpoint takes in a reply, in bytes. */
    static final int BYTES = 1_536;

    private final Caller caller;
    private final Links.Base links;

    /** Countersignatures recorded from this instant on are left out, so that a kept reply stays as it was. */
    private final long asOf;

    CheckpointView(Caller caller, Links.Base links, long asOf) {
        this.caller = caller;
        this.links = links;
        this.asOf = asOf;
    }

    /** The root of the customer's newest checkpoint, or null. */
    static @Nullable Hash latestRoot(LedgerReader reader, AccountHead head) {
        StoredCheckpoint latest = reader.checkpoints().latest(head.key());
        return latest == null ? null : latest.statement().proofRoot();
    }

    /** Writes a checkpoint as one object; {@code repeated} tells, when sealing is answered, if it was there already. */
    void write(Envelope envelope, StoredCheckpoint checkpoint, @Nullable Boolean repeated) {
        envelope.json().beginObject();
        members(envelope, checkpoint);
        if (repeated != null) {
            envelope.json().name("idempotent").value(repeated.booleanValue());
        }
        envelope.json().endObject();
    }

    private void members(Envelope envelope, StoredCheckpoint checkpoint) {
        CheckpointStatement statement = checkpoint.statement();
        Hash root = statement.proofRoot();
        Chain chain = statement.chain();
        JsonWriter json = envelope.json()
                .name("checkpointId")
                .value(checkpoint.checkpointId())
                .name("status")
                .value("VERIFIED")
                .name("proofRoot")
                .value(root)
                .name("merkleRoot")
                .value(root)
                .name("itemsRoot")
                .value(chain.itemsRoot())
                .name("customerId")
                .value(statement.window().customerId());
        ScopeFields.write(json, scope(statement.window()));
        json.name("mode").value(statement.window().mode().name().toLowerCase(Locale.ROOT));
        figures(envelope, statement.figures());
        json.name("deltaCount").value(chain.count()).name("deltasCount").value(chain.count());
        sequence(json, "firstSequence", chain.firstSequence());
        sequence(json, "lastSequence", chain.lastSequence());
        json.name("chainHead")
                .value(orNull(chain.chainHead()))
                .name("previousCheckpoint")
                .value(orNull(statement.previousCheckpoint()))
                .name("provisional")
                .value(statement.provisional())
                .name("createdAt")
                .value(UtcText.of(statement.issuedAt()));
        countersignatures(json, checkpoint);
        json.name("verificationReference")
                .value(DeltaView.verificationReference(caller.plane().origin(), checkpoint.event()))
                .name("verifyUrl")
                .value(links.verify(root))
                .name("verificationApiUrl")
                .value(links.verifyApi(root));
    }

    private static void figures(Envelope envelope, Figures figures) {
        envelope.amount("startingBalance", figures.opening())
                .amount("finalBalance", figures.closing())
                .amount("credits", figures.credits())
                .amount("debits", figures.debits())
                .amount("netChange", figures.credits().plus(figures.debits()));
    }

    /** The window as a scope, by the name of its month if it is one. */
    static Scope scope(CheckpointStatement.Window window) {
        int month = UtcMonth.of(window.start());
        Scope whole = UtcMonth.scope(month);
        return whole.start() == window.start() && whole.end() == window.end()
                ? whole
                : new Scope(window.start(), window.end(), null);
    }

    private static void sequence(JsonWriter json, String name, long sequence) {
        json.name(name);
        if (sequence == 0) {
            json.nullValue();
        } else {
            json.value(sequence);
        }
    }

    private static @Nullable Hash orNull(Hash hash) {
        return hash.equals(Hash.ZERO) ? null : hash;
    }

    private void countersignatures(JsonWriter json, StoredCheckpoint checkpoint) {
        List<StoredCountersignature> signed =
                caller.plane().reader().checkpoints().countersignatures(checkpoint).stream()
                        .filter(each -> each.countersigned().recordedAt() < asOf)
                        .toList();
        json.name("countersigned")
                .value(!signed.isEmpty())
                .name("countersignatures")
                .beginArray();
        for (StoredCountersignature each : signed) {
            json.beginObject()
                    .name("keyId")
                    .value(each.key().keyId())
                    .name("customerKey")
                    .value(each.key().key().text())
                    .name("signature")
                    .value(each.countersigned().signature().toString())
                    .name("signedAt")
                    .value(UtcText.of(each.countersigned().recordedAt()))
                    .endObject();
        }
        json.endArray();
    }
}
