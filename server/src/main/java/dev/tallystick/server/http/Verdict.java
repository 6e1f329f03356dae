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
 * @param checks the single steps
 * @param publishedKind the word for what the public entry says it is, if all published steps passed; else null
 * @param proof the proof all go by; null without a log
 */
record Verdict(
        @Nullable Proven found,
        Checks checks,
        @Nullable String publishedKind,
        @Nullable LogProof proof) {
    /** What came of one step. */
    enum Step {
        PASSED,
        FAILED,
        NOT_LOOKED_AT;

        private static Step of(boolean passed) {
            return passed ? PASSED : FAILED;
        }
    }

    /**
     * The steps, by what they look at.
     *
     * @param hashes whether what is stored hashes to the root
     * @param included whether its leaf is under the log's head
     * @param published whether the log's public entry is this root, and is under the log's head
     * @param signed whether the head is signed with the log's published key
     */
    record Checks(Step hashes, Step included, Step published, Step signed) {
        static final Checks NONE =
                new Checks(Step.NOT_LOOKED_AT, Step.NOT_LOOKED_AT, Step.NOT_LOOKED_AT, Step.NOT_LOOKED_AT);
    }

    /** Whether what is stored hashes to the root and its leaf is under the log's head. */
    boolean database() {
        return checks.hashes() == Step.PASSED && checks.included() != Step.FAILED;
    }

    /** Whether the log's public entries and tiles hold the root under the log's signed head. */
    boolean published() {
        return publishedKind != null;
    }

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
        Step hashes = found != null && source.stored() ? Step.of(found.sound()) : Step.NOT_LOOKED_AT;
        if (tree == null) {
            Checks checks = new Checks(hashes, Step.NOT_LOOKED_AT, Step.NOT_LOOKED_AT, Step.NOT_LOOKED_AT);
            return new Verdict(found, checks, null, null);
        }
        long size = tree.log().head().head().size();
        if (size == 0) {
            return new Verdict(null, Checks.NONE, null, null);
        }
        long index = found == null ? Long.remainderUnsigned(root.prefix(), size) : found.event();
        LogProof proof = tree.proof(index);
        Step included = found != null && source.stored() ? Step.of(holds(proof, found.entry())) : Step.NOT_LOOKED_AT;
        Step published = Step.NOT_LOOKED_AT;
        Step signed = Step.NOT_LOOKED_AT;
        String kind = null;
        if (source.published()) {
            byte[] entry = tree.entry(index);
            kind = Hash.ofSlice(entry, 1).equals(root) && holds(proof, entry) ? kind(entry[0]) : null;
            published = found == null ? Step.NOT_LOOKED_AT : Step.of(kind != null);
            signed = found == null ? Step.NOT_LOOKED_AT : Step.of(signatures.hold(plane, tree, proof));
        }
        return new Verdict(
                found,
                new Checks(hashes, included, published, signed),
                signed == Step.PASSED ? kind : null,
                found == null ? null : proof);
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
