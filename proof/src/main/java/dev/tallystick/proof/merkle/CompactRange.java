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

    private static final int FIRST_PEAKS = 8;

    // A stack: the highest peak first. It has room for one node more, the one in the making.
    private byte[] peaks = new byte[FIRST_PEAKS * Hash.LENGTH];
    private final Sha256Hasher hasher = new Sha256Hasher();
    private long size;

    /** Makes the range of the empty tree. */
    public CompactRange() {}

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
        int top = push();
        leafHash.copyTo(peaks, top);
        carry(top, listener);
    }

    /** Appends a leaf by the 32 bytes of its hash at {@code offset}. */
    public void append(byte[] src, int offset) {
        int top = push();
        System.arraycopy(src, offset, peaks, top, Hash.LENGTH);
        carry(top, NOBODY);
    }

    /** Appends a leaf by its entry of {@code len} bytes from {@code offset}, which is hashed by the leaf rule. */
    public void appendEntry(byte[] src, int offset, int len) {
        appendEntry(src, offset, len, NOBODY);
    }

    /** Appends an entry as {@link #appendEntry(byte[], int, int)} and tells the listener each node complete now. */
    public void appendEntry(byte[] src, int offset, int len, NodeListener listener) {
        int top = push();
        hasher.u8(TreeHash.LEAF_PREFIX).bytes(src, offset, len).finish(peaks, top);
        carry(top, listener);
    }

    private int push() {
        if (size == SIZE_MAX) {
            throw new IllegalStateException("A tree has at most 2^63 - 1 leaves.");
        }
        int top = length();
        reserve(top + Hash.LENGTH);
        return top;
    }

    private int length() {
        return Long.bitCount(size) * Hash.LENGTH;
    }

    private void reserve(int bytes) {
        if (bytes > peaks.length) {
            peaks = Arrays.copyOf(peaks, Math.max(bytes, 2 * peaks.length));
        }
    }

    // Like adding one to a binary number: each peak the carry meets becomes the left child of a node one higher.
    private void carry(int pushed, NodeListener listener) {
        int top = pushed;
        listener.completed(0, size, peaks, top);
        int height = 0;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            int left = top - Hash.LENGTH;
            node(left, top, left);
            top = left;
            height++;
            listener.completed(height, size >>> height, peaks, top);
        }
        size++;
    }

    private void node(int leftAt, int rightAt, int destAt) {
        hasher.u8(TreeHash.NODE_PREFIX)
                .bytes(peaks, leftAt, Hash.LENGTH)
                .bytes(peaks, rightAt, Hash.LENGTH)
                .finish(peaks, destAt);
    }

    /** Returns the root of the tree as it is now. */
    public Hash root() {
        if (size == 0) {
            return TreeHash.EMPTY_ROOT;
        }
        int scratch = length();
        reserve(scratch + Hash.LENGTH);
        System.arraycopy(peaks, scratch - Hash.LENGTH, peaks, scratch, Hash.LENGTH);
        for (int left = scratch - 2 * Hash.LENGTH; left >= 0; left -= Hash.LENGTH) {
            node(left, scratch, scratch);
        }
        return Hash.ofSlice(peaks, scratch);
    }

    /** Returns a copy that grows by itself. */
    public CompactRange copy() {
        CompactRange copy = new CompactRange();
        copy.peaks = peaks.clone();
        copy.size = size;
        return copy;
    }

    /** Returns the range as bytes: u64 size, then the peaks from the highest to the lowest, 32 bytes each. */
    public byte[] toBytes() {
        ByteSink sink = new ByteSink(Long.BYTES + length());
        writeTo(sink);
        return sink.toBytes();
    }

    /** Appends what {@link #toBytes()} returns. */
    public void writeTo(ByteSink sink) {
        sink.u64(size).bytes(peaks, 0, length());
    }

    /**
     * Reads what {@link #toBytes()} returned, and nothing else after it.
     *
     * @throws MalformedBytesException if the length does not fit the size
     */
    public static CompactRange fromBytes(byte[] bytes) {
        CompactRange range = new CompactRange();
        range.load(bytes);
        return range;
    }

    /** Reads what {@link #writeTo} wrote; see {@link #fromBytes}. */
    public static CompactRange readFrom(ByteSource source) {
        CompactRange range = new CompactRange();
        range.load(source);
        return range;
    }

    /**
     * Becomes the range whose {@link #toBytes()} are given. Cheaper than a new one, for who has many to append to.
     *
     * @throws MalformedBytesException as {@link #fromBytes}; the range is then of no more use
     */
    public void load(byte[] bytes) {
        ByteSource source = new ByteSource(bytes);
        load(source);
        if (source.remaining() != 0) {
            throw new MalformedBytesException(
                    source.position(),
                    "Expected nothing after the last peak, but " + source.remaining() + " bytes follow.");
        }
    }

    private void load(ByteSource source) {
        int at = source.position();
        long read = source.u64();
        if (read < 0) {
            throw new MalformedBytesException(at, "Expected a tree size of at most 2^63 - 1.");
        }
        size = read;
        int length = length();
        reserve(length);
        System.arraycopy(source.bytes(length), 0, peaks, 0, length);
    }

    /** Whether the other range has the same size and peaks, and so the same root. */
    public boolean sameAs(CompactRange other) {
        return size == other.size && Arrays.equals(peaks, 0, length(), other.peaks, 0, length());
    }
}
