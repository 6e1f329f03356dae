package dev.tallystick.client;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.log.HeadChange;
import dev.tallystick.proof.merkle.LogPath;
import dev.tallystick.proof.merkle.ProofException;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.note.VerifiedSignature;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.LogEntry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log under a pinned key: proofs must be under its heads, and its heads must grow out of each other. For many
 * threads, one at a time.
 */
final class LogWatch {
    private final VerifierKey key;
    private final String path;
    private final Transport transport;
    private @Nullable TreeHead newest;

    LogWatch(VerifierKey key, Transport transport) {
        this.key = key;
        this.transport = transport;
        // The key's name is the log's origin, which ends in the plane.
        this.path = "/log/" + key.name().substring(key.name().lastIndexOf('/') + 1) + "/";
    }

    VerifierKey key() {
        return key;
    }

    synchronized @Nullable TreeHead newest() {
        return newest;
    }

    /** Checks that a record's leaf is at its index, under a head of the log. */
    void included(Hash proofHash, long index, LogProof proof) {
        if (proof.index() != index) {
            throw new ProofFailedException("The proof is of another leaf.", index, proof.index());
        }
        signed(proof.head());
        try {
            proof.inclusion()
                    .verify(
                            TreeHash.leaf(LogEntry.delta(proofHash)),
                            proof.head().head().root());
        } catch (ProofException e) {
            throw new ProofFailedException(String.valueOf(e.getMessage()));
        }
        advance(proof.head().head());
    }

    /** Takes in a head whose signature has been checked. */
    synchronized void advance(TreeHead head) {
        TreeHead before = newest;
        // Replies may overtake each other: an older head must lie under the newer one just as well.
        boolean older = before != null && head.size() < before.size();
        if (before != null && !head.equals(before)) {
            HeadChange change = older ? between(head, before) : between(before, head);
            if (!change.honest()) {
                throw new ProofFailedException(change.message());
            }
        }
        if (!older) {
            newest = head;
        }
    }

    private HeadChange between(TreeHead before, TreeHead after) {
        return HeadChange.between(before, after, this::tile);
    }

    private byte[] tile(Tile tile) {
        byte[] hashes;
        try {
            hashes = transport.open(path + tile.path());
        } catch (ApiException e) {
            // A partial tile may be gone once the full one is there.
            Tile full = new Tile(tile.level(), tile.index(), LogPath.FULL);
            hashes = transport.open(path + full.path());
        }
        return Arrays.copyOf(hashes, Math.min(hashes.length, tile.width() * Hash.LENGTH));
    }

    private void signed(SignedHead head) {
        try {
            List<VerifiedSignature> ignored = head.verify(List.of(key));
        } catch (NoteException e) {
            throw new ProofFailedException("The head's signature does not hold: " + e.getMessage());
        }
        if (!head.head().origin().equals(key.name())) {
            throw new ProofFailedException(
                    "The head is of another log.", key.name(), head.head().origin());
        }
    }
}
