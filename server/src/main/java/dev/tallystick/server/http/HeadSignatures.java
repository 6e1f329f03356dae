package dev.tallystick.server.http;

import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.server.log.PublishedTree;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks that heads are signed with their log's published key; remembers the last good one of each plane. Thread-safe. */
final class HeadSignatures {
    private final Map<PlaneName, SignedHead> good = new ConcurrentHashMap<>();

    boolean hold(Plane plane, PublishedTree tree, LogProof proof) {
        SignedHead head = proof.head();
        if (head.equals(good.get(plane.name()))) {
            return true;
        }
        try {
            head.verify(List.of(VerifierKey.parse(tree.log().key())));
        } catch (NoteException e) {
            return false;
        }
        good.put(plane.name(), head);
        return true;
    }
}
