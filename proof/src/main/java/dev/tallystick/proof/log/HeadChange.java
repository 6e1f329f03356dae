package dev.tallystick.proof.log;

import dev.tallystick.proof.bytes.ShownText;
import dev.tallystick.proof.merkle.ConsistencyProof;
import dev.tallystick.proof.merkle.ProofException;
import dev.tallystick.proof.merkle.TileException;
import dev.tallystick.proof.merkle.TileSource;
import dev.tallystick.proof.merkle.TiledTree;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.TreeHead;

/**
 * How a log's head relates to one that was seen before. Both heads are taken as signed by the log: check that first.
 *
 * @param verdict how
 * @param before the head seen before
 * @param after the head seen now
 * @param message a sentence that names both heads
 */
public record HeadChange(Verdict verdict, TreeHead before, TreeHead after, String message) {
    /** What an honest log can do, and what it cannot. */
    public enum Verdict {
        /** The same head. */
        SAME,
        /** The log has grown, and begins with what was seen before. */
        EXTENDED,
        /** The log is shorter than it was: an old head, or a log that was put back. */
        ROLLED_BACK,
        /** The log does not begin with what was seen before: two histories, both signed. */
        FORKED,
        /** The heads are of two logs. */
        OTHER_LOG
    }

    /** Whether an honest log can have done this. */
    public boolean honest() {
        return verdict == Verdict.SAME || verdict == Verdict.EXTENDED;
    }

    /**
     * Compares two heads, with the tiles of the log as it is served now.
     *
     * <p>Tiles that lead nowhere count as a fork: the log's own tiles do not support its own head.
     */
    public static HeadChange between(TreeHead before, TreeHead after, TileSource tiles) {
        boolean grown = before.origin().equals(after.origin()) && before.size() > 0 && before.size() < after.size();
        if (!grown) {
            return withoutProof(before, after);
        }
        try {
            return between(before, after, new TiledTree(after.size(), tiles).consistency(before.size()));
        } catch (TileException e) {
            return of(Verdict.FORKED, before, after, "The tiles do not support the head: " + e.getMessage());
        }
    }

    /** Compares two heads, with a consistency proof from the first to the second. */
    public static HeadChange between(TreeHead before, TreeHead after, ConsistencyProof proof) {
        boolean grown = before.origin().equals(after.origin()) && before.size() > 0 && before.size() < after.size();
        if (!grown) {
            return withoutProof(before, after);
        }
        try {
            new ConsistencyProof(before.size(), after.size(), proof.path()).verify(before.root(), after.root());
            return of(Verdict.EXTENDED, before, after, "The log has grown.");
        } catch (ProofException e) {
            return of(Verdict.FORKED, before, after, "The log does not begin with what it was. " + e.getMessage());
        }
    }

    private static HeadChange withoutProof(TreeHead before, TreeHead after) {
        if (!before.origin().equals(after.origin())) {
            return of(Verdict.OTHER_LOG, before, after, "The heads are of two logs.");
        }
        if (before.size() > after.size()) {
            return of(Verdict.ROLLED_BACK, before, after, "The log is shorter than it was.");
        }
        if (before.size() == after.size()) {
            return before.root().equals(after.root())
                    ? of(Verdict.SAME, before, after, "The log is as it was.")
                    : of(Verdict.FORKED, before, after, "Two heads of one size have two roots.");
        }
        return before.root().equals(TreeHash.EMPTY_ROOT)
                ? of(Verdict.EXTENDED, before, after, "The log has its first entries.")
                : of(Verdict.FORKED, before, after, "A head of an empty log has another root than that of no entries.");
    }

    private static HeadChange of(Verdict verdict, TreeHead before, TreeHead after, String sentence) {
        String heads = " Before: " + shown(before) + "; now: " + shown(after) + ".";
        return new HeadChange(verdict, before, after, ShownText.of(sentence + heads));
    }

    private static String shown(TreeHead head) {
        return head.origin() + " with " + head.size() + " leaves and root " + head.root();
    }
}
