package dev.tallystick.proof.receipt;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.statement.Countersignature;

/**
 * A customer's signature under a checkpoint, as a receipt shows it.
 *
 * @param customerKey the key that signed
 * @param keyId the id under which the server knows the key; nothing proves it
 * @param signature the signature
 * @param signedAt when the server took the signature, in milliseconds since 1970; nothing proves it
 */
public record ReceiptCountersignature(
        VerifierKey customerKey, String keyId, Countersignature signature, long signedAt) {
    /** Whether the signature is the key's under this proof root. */
    public boolean verifies(Hash proofRoot) {
        return signature.verifies(proofRoot, customerKey.key());
    }
}
