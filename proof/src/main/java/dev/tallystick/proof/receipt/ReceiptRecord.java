package dev.tallystick.proof.receipt;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.Salt;

/**
 * One record as a receipt shows it.
 *
 * @param event the event number in its recordId: the index of its leaf in the log
 * @param sequence its number among the customer's records, from 1
 * @param recordedAt milliseconds since 1970-01-01T00:00:00Z
 * @param balance the customer's balance after it
 * @param salt the record's salt
 * @param content what the client sent
 * @param contentHash the hash said to be that of the content
 * @param proofHash the hash said to be that of the record
 * @param previousProofHash the preceding record's proof hash; {@link Hash#ZERO} exactly when sequence is 1
 */
public record ReceiptRecord(
        long event,
        long sequence,
        long recordedAt,
        Amount balance,
        Salt salt,
        DeltaItem content,
        Hash contentHash,
        Hash proofHash,
        Hash previousProofHash) {
    /**
     * Checks what the hashed form demands.
     *
     * @throws ReceiptException if previousProofHash is zeros although sequence is not 1, or the other way round
     */
    public ReceiptRecord {
        if ((sequence == 1) != previousProofHash.equals(Hash.ZERO)) {
            throw new ReceiptException("A record has no previousProofHash exactly when its sequence is 1, but record "
                    + RecordId.of(event) + " has sequence " + sequence + " and " + previousProofHash + ".");
        }
    }
}
