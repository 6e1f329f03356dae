package dev.tallystick.server.log;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.RotationSignature;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.NoteSignature;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignedNote;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.TreeHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The keys a log signs with, and how they came to be. Changed by one thread at a time; read and used by any. */
final class KeyRing {
    private final PlaneLog.Place place;
    private volatile LogKeys keys;
    private volatile List<Event.LogKeyRotated> rotations = List.of();

    KeyRing(PlaneLog.Place place, LogKeys keys) {
        this.place = place;
        this.keys = keys;
    }

    /** The vkey that signs now. */
    String key() {
        return keys.current().verifier().text();
    }

    /** Until when the key before the present one signs too, milliseconds since the epoch. */
    long previousUntil() {
        return keys.previousUntil();
    }

    SignedHead sign(long size, Hash root) {
        TreeHead head = new TreeHead(place.origin(), size, root);
        byte[] text = head.text();
        List<NoteSignature> signatures = new ArrayList<>(2);
        for (SignerKey signer : keys.signers(place.clock().millis())) {
            signatures.add(signer.sign(text));
        }
        return new SignedHead(SignedNote.of(text, signatures), head);
    }

    /**
     * Settles which key signs, once the journal's rotations are known. To be called before the first command.
     *
     * @throws LogException the key file holds another key than the journal names
     */
    void settle(List<Event.LogKeyRotated> recorded) {
        rotations = recorded;
        String first = place.firstKey();
        String expected = recorded.isEmpty() ? first : recorded.getLast().newKey();
        if (expected == null) {
            return;
        }
        LogKeys settled = keys.settled(expected, place.clock().millis() + PlaneLog.OVERLAP_MILLIS);
        if (settled == null) {
            throw new LogException("The key file in " + place.folder() + " holds "
                    + keys.current().verifier().text() + ", but the log's key is " + expected
                    + ". Restore the file from a copy of the folder.");
        }
        String began = recorded.isEmpty() ? first : recorded.getFirst().oldKey();
        if (first != null && !first.equals(began)) {
            throw new LogException("The data folder says that the log began with key " + first
                    + ", but its journal says " + began + ". Restore the folder from a complete copy.");
        }
        use(settled);
    }

    /** The public keys: the newest vkey, then each earlier one with its signature over the one above it. */
    String keyPage() {
        StringBuilder page = new StringBuilder(key()).append('\n');
        List<Event.LogKeyRotated> known = rotations;
        for (int i = known.size() - 1; i >= 0; i--) {
            page.append(known.get(i).oldKey())
                    .append(' ')
                    .append(known.get(i).signature())
                    .append('\n');
        }
        return page.toString();
    }

    /** Puts the next key into the file, signed by the present one. */
    PlaneLog.Rotation prepare() {
        LogKeys present = keys;
        SignerKey next = present.next();
        if (next == null) {
            next = LogKeys.generate(place.origin(), place.random());
            use(present.withNext(next));
        }
        String oldKey = present.current().verifier().text();
        String newKey = next.verifier().text();
        RotationSignature signature = RotationSignature.of(
                present.current().sign(RotationSignature.signed(oldKey, newKey)).bytes());
        return new PlaneLog.Rotation(oldKey, newKey, signature);
    }

    private void use(LogKeys changed) {
        if (changed.equals(keys)) {
            return;
        }
        try {
            changed.write(place.folder());
        } catch (IOException e) {
            throw new LogException("The key file in " + place.folder() + " cannot be written (" + e + ").", e);
        }
        keys = changed;
    }
}
