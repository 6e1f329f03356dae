package dev.tallystick.ledger.event;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.Salt;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.Countersignature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that has happened on a plane. Events are the journal's content and, in order, the leaves of the plane's
 * log; everything else is derived from them. Byte form: {@link EventCodec} and {@code docs/formats/events.md}.
 */
public sealed interface Event {
    /** When it was recorded: milliseconds since 1970-01-01T00:00:00Z; never smaller than that of the event before. */
    long recordedAt();

    /** Keeps the event's public leaf from being guessed. */
    Salt salt();

    /** The tenant it belongs to. */
    String tenantId();

    /** What every event but a delta begins with. */
    record Stamp(long recordedAt, Salt salt, String tenantId) {}

    /** An event that begins with a {@link Stamp}. */
    sealed interface Stamped extends Event {
        Stamp stamp();

        @Override
        default long recordedAt() {
            return stamp().recordedAt();
        }

        @Override
        default Salt salt() {
            return stamp().salt();
        }

        @Override
        default String tenantId() {
            return stamp().tenantId();
        }
    }

    /** An event whose effect is held in memory as a whole, so that a request meets it without a look-up on disk. */
    sealed interface Administration extends Stamped {}

    /**
     * A tenant was opened on this plane.
     *
     * @param operatorPasswordHash SHA-256 of the operator's generated password (at least 192 random bits)
     */
    record TenantOpened(Stamp stamp, String name, Hash operatorPasswordHash) implements Administration {}

    /**
     * An API key was made.
     *
     * @param keyId {@code key_} and 12 lower-case base-36 characters, the name people use for it
     * @param publicId the 12 characters after {@code pk_test_} or {@code pk_live_}
     * @param secretHash SHA-256 of the secret's ASCII text
     */
    record ApiKeyCreated(Stamp stamp, String keyId, String publicId, String name, Hash secretHash, ApiKeyScopes scopes)
            implements Administration {}

    /**
     * An API key stops working.
     *
     * @param effectiveAt from this instant on (milliseconds since the epoch) the key is refused
     */
    record ApiKeyRevoked(Stamp stamp, String keyId, long effectiveAt) implements Administration {}

    /** Something about where a tenant wants to be told; nothing is told for an endpoint that is deleted. */
    sealed interface EndpointEvent extends Administration {
        /** {@code webhook_} and 12 lower-case base-36 characters. */
        String endpointId();
    }

    /** A webhook endpoint was made, enabled. It is told of every event after this one. */
    record EndpointCreated(
            Stamp stamp,
            String endpointId,
            String url,
            @Nullable String description,
            SealedSecret secret) implements EndpointEvent {}

    /** A webhook endpoint was changed; what is null stays as it was. An empty description takes it away. */
    record EndpointChanged(
            Stamp stamp,
            String endpointId,
            @Nullable String url,
            @Nullable String description,
            @Nullable EndpointState state)
            implements EndpointEvent {}

    /**
     * A webhook endpoint got another secret.
     *
     * @param overlapUntil until this instant (milliseconds since the epoch) deliveries carry signatures of both
     */
    record EndpointSecretRotated(Stamp stamp, String endpointId, SealedSecret secret, long overlapUntil)
            implements EndpointEvent {}

    /** A webhook endpoint was taken away, with all that was still to be delivered to it. */
    record EndpointDeleted(Stamp stamp, String endpointId) implements EndpointEvent {}

    /**
     * A webhook was not delivered after all attempts.
     *
     * @param webhookId its {@code X-Event-ID}
     * @param name what it tells, such as {@code delta.verified}
     * @param reason a sentence on what came of the last attempt
     */
    record DeliveryGivenUp(Stamp stamp, String endpointId, String webhookId, String name, int attempts, String reason)
            implements Stamped {}

    /**
     * The report of a comparison was signed: whoever has it can show that the ledger answered so.
     *
     * @param reportHash SHA-256 of the report's canonical JSON
     */
    record ComparisonReported(Stamp stamp, String customerId, Hash reportHash) implements Stamped {}

    /**
     * A customer's public key was registered, with which it may countersign its checkpoints.
     *
     * @param keyId {@code ckey_} and 12 lower-case base-36 characters, the name people use for it
     */
    record CustomerKeyRegistered(Stamp stamp, String customerId, String keyId, VerifierKey key)
            implements Administration {}

    /**
     * A customer's key may countersign no more. What it signed before stays valid.
     *
     * @param keyId of a key that the customer registered before
     */
    record CustomerKeyRevoked(Stamp stamp, String customerId, String keyId) implements Administration {}

    /**
     * Every customer with records in a UTC month has a final checkpoint of it.
     *
     * @param month months since January 1970, which is 0
     * @param checkpoints how many were sealed for it, one for each customer
     */
    record PeriodClosed(Stamp stamp, int month, long checkpoints) implements Administration {}

    /** A tenant's settings, all of them, from now on. */
    record TenantSettingsChanged(Stamp stamp, TenantSettings settings) implements Administration {}

    /** An event about checkpoints; the index finds it again. */
    sealed interface Sealing extends Stamped {}

    /**
     * A checkpoint was sealed; its number among the events gives the checkpoint's id.
     *
     * @param statement what it states; salt, tenant and issue time are the event's stamp
     * @param selected ascending sequence numbers of the covered records, for those named one by one; else empty
     */
    record CheckpointSealed(CheckpointStatement statement, List<Long> selected) implements Sealing {
        @Override
        public Stamp stamp() {
            return new Stamp(
                    statement.issuedAt(), statement.salt(), statement.window().tenantId());
        }

        public AccountKey account() {
            return new AccountKey(
                    statement.window().tenantId(), statement.window().customerId());
        }
    }

    /**
     * A customer signed a checkpoint as well.
     *
     * @param checkpoint event number of the checkpoint
     * @param keyId the registered key that verifies the signature
     * @param signature over the checkpoint's proof root
     */
    record CheckpointCountersigned(Stamp stamp, long checkpoint, String keyId, Countersignature signature)
            implements Sealing {}

    /**
     * What is set for a customer was changed, also before its first record.
     *
     * @param settings all of them, as they stand from now on
     */
    record CustomerSettingsChanged(Stamp stamp, String customerId, CustomerSettings settings)
            implements Administration {
        public AccountKey account() {
            return new AccountKey(tenantId(), customerId);
        }
    }

    /**
     * From now on the plane's log signs its heads with another key.
     *
     * @param oldKey the vkey (C2SP signed-note) that signed them until now
     * @param newKey the vkey that signs them from now on
     * @param signature by the old key over {@link RotationSignature#signed}
     */
    record LogKeyRotated(Stamp stamp, String oldKey, String newKey, RotationSignature signature)
            implements Administration {}

    /**
     * A delta was recorded.
     *
     * @param item what the client sent
     * @param sequence place among the customer's records, from 1, without gaps
     * @param balance running balance after this record
     * @param credits sum of the positive deltas up to and including this record
     * @param salt keeps the proof hash from being guessed
     * @param previousProofHash the customer's preceding {@code proofHash}; {@link Hash#ZERO} when {@code sequence} is 1
     */
    record DeltaRecorded(
            long recordedAt,
            String tenantId,
            DeltaItem item,
            long sequence,
            Amount balance,
            Amount credits,
            Salt salt,
            Hash contentHash,
            Hash proofHash,
            Hash previousProofHash)
            implements Event {
        public AccountKey account() {
            return new AccountKey(tenantId, item.customerId());
        }
    }

    /**
     * A request that carried an {@code Idempotency-Key} was answered; the reply can be rendered again from this.
     *
     * @param key the client's key
     * @param requestHash SHA-256 over method, path, query and body of the request
     * @param answers what came of each delta or checkpoint of the request, in request order
     */
    record RequestAnswered(Stamp stamp, String key, Hash requestHash, List<Answer> answers) implements Stamped {}
}
