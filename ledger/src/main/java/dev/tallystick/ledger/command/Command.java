package dev.tallystick.ledger.command;

import dev.tallystick.ledger.checkpoint.SealRequest;
import dev.tallystick.ledger.event.Answer;
import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.ledger.event.CustomerSettings;
import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.event.EventCadence;
import dev.tallystick.ledger.event.RotationSignature;
import dev.tallystick.ledger.event.SealedSecret;
import dev.tallystick.ledger.event.TenantSettings;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.statement.Countersignature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller may ask. Syntax and limits of single fields are checked before a command is made. */
public sealed interface Command {
    /**
     * Record deltas, in this order.
     *
     * @param deltas 1 to 1,000
     * @param atomic store all or none; a refusal of any then refuses the command
     * @param idempotency the request's {@code Idempotency-Key}, if it carried one
     */
    record RecordDeltas(
            String tenantId,
            List<DeltaRequest> deltas,
            boolean atomic,
            @Nullable Idempotency idempotency) implements Command {}

    /** One delta of a recording command. */
    sealed interface DeltaRequest {
        /** Well formed; {@code contentHash} is that of {@code item}. */
        record Valid(DeltaItem item, Hash contentHash) implements DeltaRequest {}

        /** Refused before it reached the ledger; it takes part so that the answer stays whole and in order. */
        record Invalid(
                Refusal refusal,
                @Nullable String customerId,
                @Nullable Amount delta) implements DeltaRequest {}
    }

    /**
     * An idempotency key with what it stands for.
     *
     * @param key 1 to 255 characters
     * @param requestHash SHA-256 over method, path, query and body
     */
    record Idempotency(String key, Hash requestHash) {}

    /** What concerns checkpoints. */
    sealed interface Certify extends Command {}

    /** Seal checkpoints, each by itself. */
    record SealCheckpoints(String tenantId, List<SealRequest> requests) implements Certify {}

    /**
     * Keep the answer to a request that carried an {@code Idempotency-Key} and sealed checkpoints.
     *
     * @param answers the checkpoints, in the order of the answer
     */
    record KeepAnswer(String tenantId, Idempotency idempotency, List<Answer.Stored> answers) implements Certify {}

    /**
     * Add a customer's signature to a checkpoint. Whoever asks has verified it.
     *
     * @param checkpoint event number of the checkpoint
     * @param keyId a key that the checkpoint's customer registered
     */
    record CountersignCheckpoint(String tenantId, long checkpoint, String keyId, Countersignature signature)
            implements Certify {}

    /**
     * Put a comparison's report on record.
     *
     * @param customerId whose; it must have records
     * @param reportHash SHA-256 of the report's canonical JSON
     */
    record ReportComparison(String tenantId, String customerId, Hash reportHash) implements Command {}

    /** What an operator may ask: its outcome is an administrative event. */
    sealed interface Administer extends Command {}

    /** Open a tenant on this plane. */
    record OpenTenant(String tenantId, String name, Hash operatorPasswordHash) implements Administer {}

    /** Make an API key. Ids and secret come from the caller, so that the state machine stays deterministic. */
    record CreateApiKey(
            String tenantId, String keyId, String publicId, String name, Hash secretHash, ApiKeyScopes scopes)
            implements Administer {}

    /**
     * Make an API key in place of another, both or neither.
     *
     * @param replacement the new key, of the same tenant
     * @param keyId the old key
     * @param graceMillis how long the old one still works, from 0
     */
    record RotateApiKey(CreateApiKey replacement, String keyId, long graceMillis) implements Administer {}

    /** What an operator, or delivery itself, may ask about a webhook endpoint. */
    sealed interface AdministerEndpoint extends Administer {
        String tenantId();

        String endpointId();
    }

    /** Make a webhook endpoint. Id and sealed secret come from the caller. */
    record CreateEndpoint(
            String tenantId,
            String endpointId,
            String url,
            @Nullable String description,
            SealedSecret secret) implements AdministerEndpoint {}

    /** Change a webhook endpoint; null leaves as it is, an empty description takes it away. */
    record ChangeEndpoint(
            String tenantId,
            String endpointId,
            @Nullable String url,
            @Nullable String description,
            @Nullable EndpointState state)
            implements AdministerEndpoint {}

    /**
     * Give a webhook endpoint another secret.
     *
     * @param overlapMillis how long deliveries also carry a signature of the old one, from 0
     */
    record RotateEndpointSecret(String tenantId, String endpointId, SealedSecret secret, long overlapMillis)
            implements AdministerEndpoint {}

    /** Take a webhook endpoint away. */
    record DeleteEndpoint(String tenantId, String endpointId) implements AdministerEndpoint {}

    /** Put on record that a webhook was not delivered after all attempts. */
    record GiveUpDelivery(
            String tenantId, String endpointId, String webhookId, String name, int attempts, String reason)
            implements AdministerEndpoint {}

    /**
     * Name a customer before it has records.
     *
     * @param settings repeating them changes nothing; others for a customer that has some are refused
     */
    record CreateCustomer(String tenantId, String customerId, CustomerSettings settings) implements Administer {}

    /**
     * Change what is set for a customer; a null leaves it as it is.
     *
     * @param displayName null: unchanged; empty: none any more
     * @param unitLabel null: unchanged; empty: none any more
     */
    record ChangeCustomer(
            String tenantId,
            String customerId,
            @Nullable String displayName,
            @Nullable EventCadence eventCadence,
            @Nullable String unitLabel,
            @Nullable String sharingStateHint)
            implements Administer {}

    /**
     * Revoke an API key.
     *
     * @param graceMillis how long it still works, from 0
     */
    record RevokeApiKey(String tenantId, String keyId, long graceMillis) implements Administer {}

    /**
     * Sign the log's heads with another key from now on. The new key must be in its file before this is asked.
     *
     * @param oldKey the present vkey
     * @param newKey the next vkey, of the same name
     * @param signature by the old key over both
     */
    record RotateLogKey(String tenantId, String oldKey, String newKey, RotationSignature signature)
            implements Administer {}

    /** Register a customer's public key; one that it registered before stays as it is, and a revoked one is refused. */
    record RegisterCustomerKey(String tenantId, String customerId, String keyId, VerifierKey key)
            implements Administer {}

    /** Take a customer's key out of use; one that is revoked already stays as it is. */
    record RevokeCustomerKey(String tenantId, String customerId, String keyId) implements Administer {}

    /** State that every customer has a final checkpoint of a month. */
    record ClosePeriod(String tenantId, int month, long checkpoints) implements Administer {}

    /** Replace a tenant's settings. */
    record ChangeTenantSettings(String tenantId, TenantSettings settings) implements Administer {}
}
