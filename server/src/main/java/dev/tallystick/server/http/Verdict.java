package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.ProofException;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.server.log.PublishedTree;
import dev.tallystick.server.sequencer.Plane;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a root.
 *
 * @param found what is recorded under it, or null
 * @param database whether what is stored hashes to the root and its leaf is under the log's signed head
 * @param published whether the log's public entries and tiles hold the root under the log's signed head
 * @param publishedKind the word for what the public entry says it is; null if it is something else
 * @param proof the proof both go by; null without a log
 */
record Verdict(
        @Nullable Proven found,
        boolean database,
        boolean published,
        @Nullable String publishedKind,
        @Nullable LogProof proof) {
    /**
     * Looks a root up and checks it. An unknown root takes the same way: for it the proof of some other leaf is made and
     * dropped, so that neither the answer's form nor its time tells more than the answer.
     *
     * @param plane where it is recorded, or any plane for an unknown one
     * @param tree what the plane's log publishes; null without a log
     * @param source what to go by; only that is looked at
     */
    static Verdict of(
            Hash root,
            @Nullable Proven found,
            Plane plane,
            @Nullable PublishedTree tree,
            VerdictView.Source source,
            HeadSignatures signatures) {
        if (tree == null) {
            return new Verdict(found, found != null && found.sound(), false, null, null);
        }
        long size = tree.log().head().head().size();
        if (size == 0) {
            return new Verdict(null, false, false, null, null);
        }
        long index = found == null ? Long.remainderUnsigned(root.prefix(), size) : found.event();
        LogProof proof = tree.proof(index);
        boolean database = source.stored() && found != null && found.sound() && holds(proof, found.entry());
        String kind = source.published() ? publishedKind(root, plane, tree, proof, signatures) : null;
        return new Verdict(found, database, kind != null, kind, found == null ? null : proof);
    }

    private static @Nullable String publishedKind(
            Hash root, Plane plane, PublishedTree tree, LogProof proof, HeadSignatures signatures) {
        byte[] entry = tree.entry(proof.index());
        boolean held =
                holds(proof, entry) && Hash.ofSlice(entry, 1).equals(root) && signatures.hold(plane, tree, proof);
        return held ? kind(entry[0]) : null;
    }

    private static boolean holds(LogProof proof, byte[] entry) {
        try {
            proof.inclusion().verify(TreeHash.leaf(entry), proof.head().head().root());
            return true;
        } catch (ProofException e) {
            return false;
        }
    }

    private static @Nullable String kind(byte type) {
        return switch (type) {
            case LogEntry.TYPE_DELTA -> "record";
            case LogEntry.TYPE_CHECKPOINT -> "checkpoint";
            default -> null;
        };
    }
}
