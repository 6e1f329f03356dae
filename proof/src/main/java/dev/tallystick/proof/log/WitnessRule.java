package dev.tallystick.proof.log;

import dev.tallystick.proof.log.WitnessAnswer.Reason;
import dev.tallystick.proof.merkle.ProofException;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.AddCheckpointRequest;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.note.VerifierKey;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a witness may cosign a head: the checks of C2SP tlog-witness, {@code add-checkpoint}, in their order. Stateless;
 * the caller keeps what was cosigned, and must compare, store and answer under one lock for each log.
 */
public final class WitnessRule {
    private WitnessRule() {}

    /**
     * Reads a request's body.
     *
     * @return the request, or null if it is not of the form: the answer is then 400
     */
    public static @Nullable AddCheckpointRequest read(byte[] body) {
        try {
            return AddCheckpointRequest.parse(body);
        } catch (NoteException e) {
            return null;
        }
    }

    /**
     * Judges a request.
     *
     * @param trusted the keys of every log that the witness knows; a log's key has its origin as its name
     * @param last the head that was cosigned last for this origin, or null if none was
     */
    public static WitnessAnswer judge(
            AddCheckpointRequest request, Collection<VerifierKey> trusted, @Nullable TreeHead last) {
        TreeHead head = request.head().head();
        List<VerifierKey> keys =
                trusted.stream().filter(key -> key.name().equals(head.origin())).toList();
        if (keys.isEmpty()) {
            return refused(Reason.UNKNOWN_LOG, "No log with the origin " + head.origin() + " is known here.");
        }
        try {
            request.head().verify(keys);
        } catch (NoteException e) {
            return refused(Reason.NOT_SIGNED, String.valueOf(e.getMessage()));
        }
        if (request.oldSize() > head.size()) {
            return refused(
                    Reason.MALFORMED,
                    "The old size must not be above the head's, but " + request.oldSize() + " is above " + head.size()
                            + ".");
        }
        long lastSize = last == null ? 0 : last.size();
        if (request.oldSize() != lastSize) {
            return new WitnessAnswer.Conflict(lastSize);
        }
        return consistent(request, head, last);
    }

    private static WitnessAnswer consistent(AddCheckpointRequest request, TreeHead head, @Nullable TreeHead last) {
        if (head.size() == 0 && !head.root().equals(TreeHash.EMPTY_ROOT)) {
            return refused(
                    Reason.INCONSISTENT,
                    "The root of an empty log must be " + TreeHash.EMPTY_ROOT + ", but it is " + head.root() + ".");
        }
        if (last == null || last.size() == 0) {
            return request.path().isEmpty()
                    ? new WitnessAnswer.Cosign(request.head())
                    : refused(
                            Reason.INCONSISTENT,
                            "From size 0 there is nothing to prove, but the proof has "
                                    + request.path().size() + " hashes.");
        }
        try {
            request.proof().verify(last.root(), head.root());
            return new WitnessAnswer.Cosign(request.head());
        } catch (ProofException e) {
            return refused(Reason.INCONSISTENT, String.valueOf(e.getMessage()));
        }
    }

    private static WitnessAnswer refused(Reason reason, String message) {
        return new WitnessAnswer.Refused(reason, message);
    }
}
