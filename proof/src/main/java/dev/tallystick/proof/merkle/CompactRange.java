package dev.tallystick.proof.merkle;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.proof.bytes.Sha256Hasher;
import java.util.Arrays;

/**
 * The right edge of a growing tree: its size and the roots ("peaks") of the perfect subtrees it is made of, one for each
 * bit set in the size. Enough to append leaves and to tell the root at any moment. For one thread at a time.
 *
 * <p>An append costs one hash of two children on average and allocates nothing; {@link #root()} costs as many hashes as
 * there are peaks but one.
 */
public final class CompactRange {
    /** Most leaves: sizes are signed 64-bit numbers. */
    public static final long SIZE_MAX = Long.MAX_VALUE;

    private static final NodeListener NOBODY = (height, index, src, offset) -> {};

    // The peak of height h, if bit h of the size is set, stands at h * 32; one place more holds the node in the making.
    private final byte[] peaks;
    private final Sha256Hasher hasher = new Sha256Hasher();
    private long size;

    /** Makes the range of the empty tree. */
    public CompactRange() {
        this(new byte[Hash.LENGTH * Long.SIZE], 0);
    }

    private CompactRange(byte[] peaks, long size) {
        this.peaks = peaks;
        this.size = size;
    }

    /** Returns the number of leaves. */
    public long size() {
        return size;
    }

    /** Appends a leaf by its hash. */
    public void append(Hash leafHash) {
        append(leafHash, NOBODY);
    }

    /** Appends a leaf by its hash and tells the listener each node that is complete now. */
    public void append(Hash leafHash, NodeListener listener) {
        int free = free();
        leafHash.copyTo(peaks, free);
        carry(free, listener);
    }

    /** Appends a leaf by the 32 bytes of its hash at {@code offset}. */
    public void append(byte[] src, int offset) {
        int free = free();
        System.arraycopy(src, offset, peaks, free, Hash.LENGTH);
        carry(free, NOBODY);
    }

    /** Appends a leaf by its entry of {@code len} bytes from {@code offset}, which is hashed by the leaf rule. */
    public void appendEntry(byte[] src, int offset, int len) {
        appendEntry(src, offset, len, NOBODY);
    }

    /** Appends an entry as {@link #appendEntry(byte[], int, int)} and tells the listener each node complete now. */
    public void appendEntry(byte[] src, int offset, int len, NodeListener listener) {
        int free = free();
        hasher.u8(TreeHash.LEAF_PREFIX).bytes(src, offset, len).finish(peaks, free);
        carry(free, listener);
    }

    // The place where the new node ends up once all carries are done: the lowest height without a peak.
    private int free() {
        if (size == SIZE_MAX) {
            throw new IllegalStateException("A tree has at most 2^63 - 1 leaves.");
        }
        return Long.numberOfTrailingZeros(~size) * Hash.LENGTH;
    }

    // Like adding one to a binary number: each peak the carry meets becomes the left child of a node one higher.
    private void carry(int free, NodeListener listener) {
        listener.completed(0, size, peaks, free);
        int height = 0;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            node(height, free, free);
            height++;
            listener.completed(height, size >>> height, peaks, free);
        }
        size++;
    }

    private void node(int leftHeight, int rightAt, int destAt) {
        hasher.u8(TreeHash.NODE_PREFIX)
                .bytes(peaks, leftHeight * Hash.LENGTH, Hash.LENGTH)
                .bytes(peaks, rightAt, Hash.LENGTH)
                .finish(peaks, destAt);
    }

    /** Returns the root of the tree as it is now. */
    public Hash root() {
        if (size == 0) {
            return TreeHash.EMPTY_ROOT;
        }
        int lowest = Long.numberOfTrailingZeros(size);
        int scratch = peaks.length - Hash.LENGTH;
        System.arraycopy(peaks, lowest * Hash.LENGTH, peaks, scratch, Hash.LENGTH);
        for (int height = lowest + 1; height < Long.SIZE - 1; height++) {
            if ((size >>> height & 1) == 1) {
                node(height, scratch, scratch);
            }
        }
        return Hash.ofSlice(peaks, scratch);
    }

    /** Returns a copy that grows by itself. */
    public CompactRange copy() {
        return new CompactRange(peaks.clone(), size);
    }

    /** Returns the range as bytes: u64 size, then the peaks from the highest to the lowest, 32 bytes each. */
    public byte[] toBytes() {
        ByteSink sink = new ByteSink(Long.BYTES + Long.bitCount(size) * Hash.LENGTH);
        writeTo(sink);
        return sink.toBytes();
    }

    /** Appends what {@link #toBytes()} returns. */
    public void writeTo(ByteSink sink) {
        sink.u64(size);
        for (int height = Long.SIZE - 2; height >= 0; height--) {
            if ((size >>> height & 1) == 1) {
                sink.bytes(peaks, height * Hash.LENGTH, Hash.LENGTH);
            }
        }
    }

    /**
     * Reads what {@link #toBytes()} returned, and nothing else after it.
     *
     * @throws MalformedBytesException if the length does not fit the size
     */
    public static CompactRange fromBytes(byte[] bytes) {
        ByteSource source = new ByteSource(bytes);
        CompactRange range = readFrom(source);
        if (source.remaining() != 0) {
            throw new MalformedBytesException(
                    source.position(),
                    "Expected nothing after the last peak, but " + source.remaining() + " bytes follow.");
        }
        return range;
    }

    /** Reads what {@link #writeTo} wrote; see {@link #fromBytes}. */
    public static CompactRange readFrom(ByteSource source) {
        int at = source.position();
        long size = source.u64();
        if (size < 0) {
            throw new MalformedBytesException(at, "Expected a tree size of at most 2^63 - 1.");
        }
        CompactRange range = new CompactRange(new byte[Hash.LENGTH * Long.SIZE], size);
        for (int height = Long.SIZE - 2; height >= 0; height--) {
            if ((size >>> height & 1) == 1) {
                source.hash().copyTo(range.peaks, height * Hash.LENGTH);
            }
        }
        return range;
    }

    /** Whether the other range has the same size and peaks, and so the same root. */
    public boolean sameAs(CompactRange other) {
        return size == other.size && Arrays.equals(toBytes(), other.toBytes());
    }
}
