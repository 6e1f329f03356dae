package dev.tallystick.proof.receipt;

import dev.tallystick.proof.note.Ed25519PublicKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.VerifierKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom the checker trusts and what has to be there. It relaxes what must be present, never the checking of what is.
 *
 * @param logKeys keys of the logs that are trusted; a log's key has the log's origin as its name
 * @param logKeyOptional whether no trusted key is needed: the signature is then checked with the receipt's own key only,
 *     which proves nothing about who made it
 * @param witnessKeys keys of the witnesses that are trusted
 * @param witnessesNeeded how many of them must have cosigned; 0 to their number
 * @param customerKey the key that must have countersigned the checkpoint, or null
 * @param recordsOptional whether a checkpoint's receipt may come without its records
 */
public record TrustPolicy(
        List<VerifierKey> logKeys,
        boolean logKeyOptional,
        List<VerifierKey> witnessKeys,
        int witnessesNeeded,
        @Nullable Ed25519PublicKey customerKey,
        boolean recordsOptional) {
    /**
     * Copies and checks.
     *
     * @throws IllegalArgumentException if a key is not of the kind it is trusted for, or more witnesses are needed than
     *     there are
     */
    public TrustPolicy {
        logKeys = List.copyOf(logKeys);
        witnessKeys = List.copyOf(witnessKeys);
        require(logKeys, KeyAlgorithm.ED25519);
        require(witnessKeys, KeyAlgorithm.COSIGNATURE_V1);
        long witnesses = witnessKeys.stream().map(VerifierKey::key).distinct().count();
        if (witnessesNeeded < 0 || witnessesNeeded > witnesses) {
            throw new IllegalArgumentException(
                    "Of " + witnesses + " different witness keys, " + witnessesNeeded + " cannot be needed.");
        }
    }

    private static void require(List<VerifierKey> keys, KeyAlgorithm algorithm) {
        for (VerifierKey key : keys) {
            if (key.algorithm() != algorithm) {
                throw new IllegalArgumentException("Key " + key + " is of type "
                        + key.algorithm().type() + ", but type " + algorithm.type() + " is needed here.");
            }
        }
    }

    /** Trusts these log keys and asks for nothing more. */
    public static TrustPolicy ofLogs(List<VerifierKey> logKeys) {
        return new TrustPolicy(logKeys, false, List.of(), 0, null, false);
    }

    /** Trusts nobody: only whether the receipt agrees with itself is checked. */
    public static TrustPolicy ofNobody() {
        return new TrustPolicy(List.of(), true, List.of(), 0, null, false);
    }

    /** Returns the policy with {@code needed} of these witnesses asked for. */
    public TrustPolicy withWitnesses(List<VerifierKey> keys, int needed) {
        return new TrustPolicy(logKeys, logKeyOptional, keys, needed, customerKey, recordsOptional);
    }

    /** Returns the policy with a countersignature by this key asked for. */
    public TrustPolicy withCustomerKey(Ed25519PublicKey key) {
        return new TrustPolicy(logKeys, logKeyOptional, witnessKeys, witnessesNeeded, key, recordsOptional);
    }

    /** Returns the policy that takes a checkpoint's receipt without its records. */
    public TrustPolicy withRecordsOptional() {
        return new TrustPolicy(logKeys, logKeyOptional, witnessKeys, witnessesNeeded, customerKey, true);
    }
}
