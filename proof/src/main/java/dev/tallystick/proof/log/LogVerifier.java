package dev.tallystick.proof.log;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.merkle.NodeListener;
import dev.tallystick.proof.merkle.TileException;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.record.LogEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log's entry bundles in order and compares the tree that grows from them with the log's head, with earlier heads
 * on the way, and with leaves that somebody was promised. For one thread at a time.
 *
 * <p>Use: {@link #expectHead} and {@link #expectLeaves} as wanted, then {@link #accept} the bytes of {@link #next} until
 * that is null, then {@link #finish}. Heads are taken as true: check their signatures before.
 */
public final class LogVerifier {
    private static final int TYPES = 256;

    private final TreeHead head;
    private final CompactRange range;
    private final List<TreeHead> heads = new ArrayList<>();
    private final List<ExpectedLeaf> expected = new ArrayList<>();
    private final List<LogFinding> earlierHeads = new ArrayList<>();
    private final List<LogFinding> missing = new ArrayList<>();
    private final long[] countByType = new long[TYPES];
    private final NodeListener leaves = this::completed;
    private NodeListener nodes = (height, index, src, offset) -> {};
    private long leavesFound;
    private int nextHead;
    private int nextLeaf;
    private boolean started;

    /** Reads a log from its first entry to the size of this head. */
    public LogVerifier(TreeHead head) {
        this(new CompactRange(), head);
    }

    private LogVerifier(CompactRange verified, TreeHead head) {
        this.range = verified;
        this.head = head;
    }

    /**
     * Reads a log on from where an earlier run ended.
     *
     * @param verified {@link #range()} of that run, at a size that is a multiple of 256 and not above the head's
     * @throws IllegalArgumentException if the size is another
     */
    public static LogVerifier resume(CompactRange verified, TreeHead head) {
        if (verified.size() % EntryBundle.FULL != 0 || verified.size() > head.size()) {
            throw new IllegalArgumentException("A log can be read on from a multiple of 256 leaves below " + head.size()
                    + ", but " + verified.size() + " was given.");
        }
        return new LogVerifier(verified.copy(), head);
    }

    /** Asks that the log begins with the tree of an earlier head. */
    public LogVerifier expectHead(TreeHead earlier) {
        requireNotStarted();
        heads.add(earlier);
        return this;
    }

    /** Asks for leaves. */
    public LogVerifier expectLeaves(List<ExpectedLeaf> more) {
        requireNotStarted();
        expected.addAll(more);
        return this;
    }

    private void requireNotStarted() {
        if (started) {
            throw new IllegalStateException("Say what is expected before the first bundle.");
        }
    }

    /** Returns the bundle that must come next, or null once the head's size is reached. */
    public @Nullable EntryBundle next() {
        return range.size() == head.size() ? null : EntryBundle.of(range.size() / EntryBundle.FULL, head.size());
    }

    /** Returns a copy of the tree's edge so far, from which a later run can {@link #resume}. */
    public CompactRange range() {
        return range.copy();
    }

    /**
     * Takes the bytes of the bundle that {@link #next} names.
     *
     * @throws TileException if they are not its entries, or an entry is not a type byte and 32 bytes
     * @throws IllegalStateException if no bundle is wanted any more
     */
    public void accept(byte[] bundle) {
        EntryBundle wanted = next();
        if (wanted == null) {
            throw new IllegalStateException("All " + head.size() + " entries were read.");
        }
        start();
        wanted.read(bundle, (inBundle, src, at, len) -> {
            if (len != LogEntry.LENGTH) {
                throw new TileException(
                        "Entry " + range.size() + " must have " + LogEntry.LENGTH + " bytes, but it has " + len + ".");
            }
            countByType[src[at] & 0xff]++;
            range.appendEntry(src, at, len, leaves);
            passHeads();
        });
    }

    private void start() {
        if (!started) {
            started = true;
            heads.sort(Comparator.comparingLong(TreeHead::size));
            expected.sort(Comparator.comparingLong(ExpectedLeaf::index));
            passHeads();
        }
    }

    /** Tells every complete node of the growing tree as well. */
    public LogVerifier tell(NodeListener also) {
        requireNotStarted();
        nodes = also;
        return this;
    }

    private void completed(int height, long index, byte[] src, int offset) {
        nodes.completed(height, index, src, offset);
        if (height > 0) {
            return;
        }
        while (nextLeaf < expected.size() && expected.get(nextLeaf).index() <= index) {
            ExpectedLeaf leaf = expected.get(nextLeaf++);
            Hash found = Hash.ofSlice(src, offset);
            if (leaf.index() < index) {
                missing.add(
                        new LogFinding(leaf.name(), false, "leaf " + leaf.index(), "not read: the run started later"));
            } else if (leaf.leafHash().equals(found)) {
                leavesFound++;
            } else {
                missing.add(new LogFinding(
                        leaf.name(), false, "leaf " + index + " is " + leaf.leafHash(), found.toString()));
            }
        }
    }

    private void passHeads() {
        while (nextHead < heads.size() && heads.get(nextHead).size() <= range.size()) {
            TreeHead earlier = heads.get(nextHead++);
            String what = what(earlier);
            if (!earlier.origin().equals(head.origin())) {
                earlierHeads.add(new LogFinding(what, false, head.origin(), earlier.origin()));
            } else if (earlier.size() < range.size()) {
                earlierHeads.add(
                        new LogFinding(what, false, "size " + earlier.size(), "not read: the run started later"));
            } else {
                earlierHeads.add(LogFinding.compared(what, earlier.root(), range.root()));
            }
        }
    }

    private static String what(TreeHead earlier) {
        return "the head of " + earlier.size() + " leaves";
    }

    /**
     * Tells what holds.
     *
     * @throws IllegalStateException if bundles are missing
     */
    public LogVerification finish() {
        if (range.size() != head.size()) {
            throw new IllegalStateException(
                    "Only " + range.size() + " of " + head.size() + " entries were read; " + next() + " comes next.");
        }
        start();
        while (nextHead < heads.size()) {
            TreeHead later = heads.get(nextHead++);
            earlierHeads.add(new LogFinding(
                    what(later), false, "at least " + later.size() + " leaves", head.size() + " leaves"));
        }
        while (nextLeaf < expected.size()) {
            ExpectedLeaf leaf = expected.get(nextLeaf++);
            missing.add(new LogFinding(leaf.name(), false, "leaf " + leaf.index(), "only " + head.size() + " leaves"));
        }
        return new LogVerification(
                range.size(),
                LogFinding.compared("the root of " + head.size() + " leaves", head.root(), range.root()),
                earlierHeads,
                missing,
                leavesFound,
                Arrays.stream(countByType).boxed().toList());
    }
}
