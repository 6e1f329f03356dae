package dev.tallystick.proof.receipt;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.ProofException;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifiedSignature;
import dev.tallystick.proof.note.VerifierKey;
import java.util.List;
import java.util.stream.Collectors;

/** The steps from a leaf of the log to the people who stand for the log, whatever file the proof came in. */
public final class LogSteps {
    private final LogProof proof;
    private final VerifierKey logKey;
    private final TrustPolicy policy;
    private final SignedHead head;

    /** @param logKey the key the file names; it is trusted only if the policy trusts it */
    public LogSteps(LogProof proof, VerifierKey logKey, TrustPolicy policy) {
        this.proof = proof;
        this.logKey = logKey;
        this.policy = policy;
        this.head = proof.head();
    }

    /** Whether the leaf, given by its hash, is in the head's tree where the proof says. */
    public StepResult inclusion(Hash leaf) {
        try {
            proof.inclusion().verify(leaf, head.head().root());
        } catch (ProofException e) {
            Hash expected = e.expected();
            Hash found = e.found();
            return expected == null || found == null
                    ? StepResult.fail(Step.INCLUSION, String.valueOf(e.getMessage()))
                    : StepResult.fail(Step.INCLUSION, "The proof leads to another root.", expected, found);
        }
        return StepResult.pass(
                Step.INCLUSION,
                "Leaf " + proof.index() + " of " + head.head().size() + " in "
                        + head.head().origin() + ".");
    }

    /** Whether the head is of this log and signed by it. */
    public StepResult signature() {
        String origin = logKey.name();
        if (!head.head().origin().equals(origin)) {
            return StepResult.fail(
                    Step.SIGNATURE,
                    "The head is of another log.",
                    origin,
                    head.head().origin());
        }
        List<VerifierKey> trusted = policy.logKeys().stream()
                .filter(key -> key.name().equals(origin))
                .toList();
        try {
            if (trusted.isEmpty()) {
                head.verify(List.of(logKey));
                return untrusted(origin);
            }
            List<VerifiedSignature> signatures = head.verify(trusted);
            // The file's own key must have signed too, also where another trusted key did.
            if (signatures.stream().noneMatch(signature -> signature.key().equals(logKey))) {
                head.verify(List.of(logKey));
            }
            return StepResult.pass(
                    Step.SIGNATURE, "Signed by " + signatures.getFirst().key() + ".");
        } catch (NoteException e) {
            return StepResult.fail(Step.SIGNATURE, String.valueOf(e.getMessage()));
        }
    }

    private StepResult untrusted(String origin) {
        return policy.logKeys().isEmpty() && policy.logKeyOptional()
                ? StepResult.skipped(
                        Step.SIGNATURE,
                        "No trusted key was given; signed by the key in the file itself, which anybody" + " can make.")
                : StepResult.fail(
                        Step.SIGNATURE,
                        "No trusted key is that of this log.",
                        policy.logKeys().stream().map(VerifierKey::name).collect(Collectors.joining(", ")),
                        origin);
    }

    /** Whether enough trusted witnesses cosigned the head. */
    public StepResult witnesses() {
        List<VerifierKey> keys = policy.witnessKeys();
        if (keys.isEmpty()) {
            return StepResult.skipped(Step.WITNESSES, "No witnesses were asked for.");
        }
        List<VerifiedSignature> cosigned;
        try {
            cosigned = head.note().verifyAny(keys);
        } catch (NoteException e) {
            return StepResult.fail(Step.WITNESSES, String.valueOf(e.getMessage()));
        }
        if (cosigned.isEmpty() && policy.witnessesNeeded() == 0) {
            return StepResult.skipped(Step.WITNESSES, "No trusted witness cosigned the head, and none was asked for.");
        }
        // By key, not by name: one witness under two names is one witness.
        long found = cosigned.stream()
                .map(signature -> signature.key().key())
                .distinct()
                .count();
        String names = cosigned.stream()
                .map(signature -> signature.key().name())
                .distinct()
                .collect(Collectors.joining(", "));
        return found >= policy.witnessesNeeded()
                ? StepResult.pass(Step.WITNESSES, found + " trusted witness(es) cosigned the head: " + names + ".")
                : StepResult.fail(
                        Step.WITNESSES,
                        "Too few trusted witnesses cosigned the head.",
                        policy.witnessesNeeded(),
                        found);
    }
}
