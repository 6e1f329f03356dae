package dev.tallystick.proof.note;

import java.util.Collection;
import java.util.List;

/**
 * A log's head with its signatures: a C2SP tlog-checkpoint. Until {@link #verify} has returned, nothing in it is to be
 * believed.
 *
 * @param note the note as it was received
 * @param head what its text says
 */
public record SignedHead(SignedNote note, TreeHead head) {
    /** Checks that both belong together. */
    public SignedHead {
        if (!head.equals(TreeHead.parse(note.text()))) {
            throw new IllegalArgumentException("The head is not what the note says.");
        }
    }

    /**
     * Reads a signed head.
     *
     * @throws NoteException if it is no note or its text no head
     */
    public static SignedHead parse(byte[] bytes) {
        SignedNote note = SignedNote.parse(bytes);
        return new SignedHead(note, TreeHead.parse(note.text()));
    }

    /** Signs a head as its log does. */
    public static SignedHead sign(TreeHead head, SignerKey logKey) {
        byte[] text = head.text();
        return new SignedHead(SignedNote.of(text, List.of(logKey.sign(text))), head);
    }

    /** Returns the head with more signatures under those it has. */
    public SignedHead with(List<NoteSignature> more) {
        return new SignedHead(note.with(more), head);
    }

    /** Checks the signatures; see {@link SignedNote#verify}. */
    public List<VerifiedSignature> verify(Collection<VerifierKey> keys) {
        return note.verify(keys);
    }
}
