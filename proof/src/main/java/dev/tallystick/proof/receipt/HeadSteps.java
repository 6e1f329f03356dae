package dev.tallystick.proof.receipt;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.ProofException;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifiedSignature;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.LogEntry;
import java.util.List;
import java.util.stream.Collectors;

/** The steps from the hash in the log to the people who stand for the log. */
final class HeadSteps {
    private final Receipt receipt;
    private final TrustPolicy policy;
    private final SignedHead head;

    HeadSteps(Receipt receipt, TrustPolicy policy) {
        this.receipt = receipt;
        this.policy = policy;
        this.head = receipt.inclusion().head();
    }

    StepResult inclusion() {
        long index = receipt.inclusion().index();
        if (receipt.kind() == Receipt.Kind.RECORD
                && receipt.records().getFirst().event() != index) {
            return StepResult.fail(
                    Step.INCLUSION,
                    "The proof is for another leaf than the recordId names.",
                    RecordId.of(receipt.records().getFirst().event()),
                    RecordId.of(index));
        }
        try {
            receipt.inclusion().inclusion().verify(leaf(), head.head().root());
        } catch (ProofException e) {
            Hash expected = e.expected();
            Hash found = e.found();
            return expected == null || found == null
                    ? StepResult.fail(Step.INCLUSION, String.valueOf(e.getMessage()))
                    : StepResult.fail(Step.INCLUSION, "The proof leads to another root.", expected, found);
        }
        return StepResult.pass(
                Step.INCLUSION,
                "Leaf " + index + " of " + head.head().size() + " in "
                        + head.head().origin() + ".");
    }

    private Hash leaf() {
        byte[] entry = switch (receipt.kind()) {
            case CHECKPOINT -> LogEntry.checkpoint(receipt.proofRoot());
            case RECORD -> LogEntry.delta(receipt.proofRoot());
        };
        return TreeHash.leaf(entry);
    }

    StepResult signature() {
        String origin = receipt.logKey().name();
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
            if (!trusted.contains(receipt.logKey())) {
                head.verify(List.of(receipt.logKey()));
            }
            if (trusted.isEmpty()) {
                return untrusted(origin);
            }
            List<VerifiedSignature> signatures = head.verify(trusted);
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
                        "No trusted key was given; signed by the key in the receipt itself, which anybody"
                                + " can make.")
                : StepResult.fail(
                        Step.SIGNATURE,
                        "No trusted key is that of this log.",
                        policy.logKeys().stream().map(VerifierKey::name).collect(Collectors.joining(", ")),
                        origin);
    }

    StepResult witnesses() {
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
