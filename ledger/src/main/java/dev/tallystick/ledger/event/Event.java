package dev.tallystick.ledger.event;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.Salt;
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
     * @param answers what came of each delta of the request, in request order
     */
    record RequestAnswered(Stamp stamp, String key, Hash requestHash, List<Answer> answers) implements Stamped {}

    /** What came of one delta of an answered request. */
    sealed interface Answer {
        /** The delta is the record with this event number; {@code repeated} if it had been recorded before. */
        record Stored(long event, boolean repeated) implements Answer {}

        /**
         * The delta was refused.
         *
         * @param code the wire code's name
         * @param customerId as sent, null when it could not be read
         * @param delta as sent, null when it could not be read
         */
        record Refused(
                String code,
                String message,
                @Nullable String customerId,
                @Nullable Amount delta) implements Answer {}
    }
}
