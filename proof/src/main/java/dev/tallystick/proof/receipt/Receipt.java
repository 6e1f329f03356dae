package dev.tallystick.proof.receipt;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A receipt as its file says it, specified in docs/formats/receipt.md. Nothing in it is to be believed before
 * {@link ReceiptVerifier} has passed it.
 *
 * @param kind what is proved: a checkpoint or one record
 * @param logKey the log's key; its name is the log's origin
 * @param tenantId the vendor
 * @param customerId the customer
 * @param statement the checkpoint's statement; null exactly for a record
 * @param proofRoot what is in the log: the statement's hash, or the record's proof hash
 * @param records the checkpoint's records in order, or the one record
 * @param inclusion the proof that the leaf of {@code proofRoot} is in the log, with the log's signed head
 * @param countersignatures the customer's signatures under the checkpoint
 */
public record Receipt(
        Kind kind,
        VerifierKey logKey,
        String tenantId,
        String customerId,
        @Nullable CheckpointStatement statement,
        Hash proofRoot,
        List<ReceiptRecord> records,
        LogProof inclusion,
        List<ReceiptCountersignature> countersignatures) {
    /** The format's name, in every file. */
    public static final String FORMAT = "tallystick-receipt/1";

    /** What no receipt proves; the sentences are part of the format. */
    public static final List<String> DOES_NOT_PROVE = List.of(
            "This receipt does not prove that the vendor measured usage correctly.",
            "This receipt does not prove that nothing was left unrecorded.",
            "This receipt does not prove when a record was made; times are the operator's own.");

    /** What a receipt is about. */
    public enum Kind {
        /** A customer's window of records. */
        CHECKPOINT("checkpoint"),
        /** One record. */
        RECORD("record");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Returns the word in the file. */
        public String text() {
            return text;
        }
    }

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if kind, statement and records do not fit together
     */
    public Receipt {
        records = List.copyOf(records);
        countersignatures = List.copyOf(countersignatures);
        boolean record = kind == Kind.RECORD;
        if (record != (statement == null) || (record && (records.size() != 1 || !countersignatures.isEmpty()))) {
            throw new IllegalArgumentException(
                    "A receipt of a checkpoint has its statement; one of a record has exactly one"
                            + " record, and neither statement nor countersignatures.");
        }
    }
}
