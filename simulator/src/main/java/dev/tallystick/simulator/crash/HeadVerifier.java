package dev.tallystick.simulator.crash;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.ProofException;
import dev.tallystick.proof.merkle.TiledTree;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.server.log.PlaneLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Holds the log against the heads that clients were handed before the kills. */
final class HeadVerifier {
    private HeadVerifier() {}

    /** Right after a kill: the head on disk is not older than any that was handed out. */
    static void stored(Path logFolder, List<SignedHead> handedOut) throws IOException {
        SignedHead stored = PlaneLog.storedHead(logFolder);
        for (SignedHead head : handedOut) {
            if (head.head().size() > stored.head().size()) {
                throw new Mismatch(
                        "a stored head of at least size " + head.head().size(), stored.toString());
            }
        }
    }

    /** After the restart: every head is signed by the log and a prefix of the present one. */
    static void served(Api api, List<SignedHead> handedOut) throws IOException {
        VerifierKey key = api.logKey();
        SignedHead now = api.head();
        try {
            now.verify(List.of(key));
            TiledTree tree = new TiledTree(now.head().size(), api::tile);
            Hash root = now.head().root();
            for (SignedHead head : handedOut) {
                head.verify(List.of(key));
                tree.consistency(head.head().size()).verify(head.head().root(), root);
            }
        } catch (NoteException | ProofException | IllegalArgumentException e) {
            throw new Mismatch("heads of one log, each a prefix of the next", e.getMessage() + " at " + now);
        }
    }
}
