package dev.tallystick.cli.verify;

import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifiedSignature;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.TrustPolicy;
import java.util.List;
import java.util.stream.Collectors;

/** The lines about who signed a head. Stateless. */
final class HeadLines {
    private HeadLines() {}

    static Line signature(SignedHead head, TrustPolicy policy) {
        String origin = head.head().origin();
        List<VerifierKey> keys = policy.logKeys().stream()
                .filter(key -> key.name().equals(origin))
                .toList();
        if (policy.logKeys().isEmpty()) {
            return Line.skipped("signature", "No trusted key was given: who signed this head was not checked.");
        }
        if (keys.isEmpty()) {
            String names = policy.logKeys().stream().map(VerifierKey::name).collect(Collectors.joining(", "));
            return Line.fail("signature", "No trusted key is that of this log.", names, origin);
        }
        try {
            return Line.pass(
                    "signature", "Signed by " + head.verify(keys).getFirst().key() + ".");
        } catch (NoteException e) {
            return Line.fail("signature", String.valueOf(e.getMessage()));
        }
    }

    static Line witnesses(SignedHead head, TrustPolicy policy) {
        if (policy.witnessKeys().isEmpty()) {
            return Line.skipped("witnesses", "No witnesses were asked for.");
        }
        List<VerifiedSignature> cosigned;
        try {
            cosigned = head.note().verifyAny(policy.witnessKeys());
        } catch (NoteException e) {
            return Line.fail("witnesses", String.valueOf(e.getMessage()));
        }
        if (cosigned.isEmpty() && policy.witnessesNeeded() == 0) {
            return Line.skipped("witnesses", "No trusted witness cosigned the head, and none was asked for.");
        }
        // By key, not by name: one witness under two names is one witness.
        long found = cosigned.stream().map(one -> one.key().key()).distinct().count();
        if (found >= policy.witnessesNeeded()) {
            return Line.pass("witnesses", found + " trusted witness(es) cosigned the head.");
        }
        return Line.fail(
                "witnesses",
                "Too few trusted witnesses cosigned the head.",
                Integer.toString(policy.witnessesNeeded()),
                Long.toString(found));
    }
}
