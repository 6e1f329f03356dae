package dev.tallystick.proof.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ProofPropertiesTest {
    private static final int SIZE_MAX = 1_030;
    private static final GrownTree TREE = GrownTree.of(SIZE_MAX);

    private static Hash leaf(long index) {
        return TreeHash.leaf(GrownTree.entry(index));
    }

    private static Hash flipped(Hash hash, int bit) {
        byte[] bytes = hash.toBytes();
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        return Hash.wrap(bytes);
    }

    private static List<Hash> flipped(List<Hash> path, int at, int bit) {
        List<Hash> changed = new ArrayList<>(path);
        changed.set(at, flipped(path.get(at), bit));
        return changed;
    }

    private static List<Hash> longer(List<Hash> path) {
        List<Hash> changed = new ArrayList<>(path);
        changed.add(Hash.ZERO);
        return changed;
    }

    private static void fails(Runnable verification) {
        assertThatExceptionOfType(ProofException.class).isThrownBy(verification::run);
    }

    @Property
    void inclusion_holds_andNoChangedInputDoes(
            @ForAll @IntRange(min = 1, max = SIZE_MAX) int size,
            @ForAll @IntRange(max = SIZE_MAX - 1) int anyIndex,
            @ForAll @IntRange(max = 255) int bit) {
        int index = anyIndex % size;
        TiledTree tree = TREE.tiled(size);
        Hash root = tree.root();
        Hash leaf = leaf(index);
        InclusionProof proof = tree.inclusion(index);
        proof.verify(leaf, root);

        fails(() -> proof.verify(flipped(leaf, bit), root));
        fails(() -> proof.verify(leaf, flipped(root, bit)));
        for (int i = 0; i < proof.path().size(); i++) {
            List<Hash> path = flipped(proof.path(), i, bit);
            fails(() -> new InclusionProof(index, size, path).verify(leaf, root));
        }
        // The size alone cannot be told from the path of an inner leaf: that is why it is signed together with the
        // root.
        for (int i = 0; i < Long.SIZE; i++) {
            long other = index ^ (1L << i);
            fails(() -> new InclusionProof(other, size, proof.path()).verify(leaf, root));
        }
        fails(() -> new InclusionProof(index, size, longer(proof.path())).verify(leaf, root));
        if (size > 1) {
            List<Hash> shorter = proof.path().subList(1, proof.path().size());
            fails(() -> new InclusionProof(index, size, shorter).verify(leaf, root));
        }
    }

    @Property
    void consistency_holds_andNoChangedInputDoes(
            @ForAll @IntRange(min = 1, max = SIZE_MAX) int newSize,
            @ForAll @IntRange(max = SIZE_MAX - 1) int anyOldSize,
            @ForAll @IntRange(max = 255) int bit) {
        int oldSize = 1 + anyOldSize % newSize;
        Hash oldRoot = TREE.tiled(oldSize).root();
        TiledTree tree = TREE.tiled(newSize);
        Hash newRoot = tree.root();
        ConsistencyProof proof = tree.consistency(oldSize);
        proof.verify(oldRoot, newRoot);

        fails(() -> proof.verify(flipped(oldRoot, bit), newRoot));
        fails(() -> proof.verify(oldRoot, flipped(newRoot, bit)));
        for (int i = 0; i < proof.path().size(); i++) {
            List<Hash> path = flipped(proof.path(), i, bit);
            fails(() -> new ConsistencyProof(oldSize, newSize, path).verify(oldRoot, newRoot));
        }
        fails(() -> new ConsistencyProof(oldSize, newSize, longer(proof.path())).verify(oldRoot, newRoot));
        if (!proof.path().isEmpty()) {
            List<Hash> shorter = proof.path().subList(1, proof.path().size());
            fails(() -> new ConsistencyProof(oldSize, newSize, shorter).verify(oldRoot, newRoot));
        }
    }

    @Property(tries = 200)
    void compactRange_readBackFromItsBytes_growsOnAlike(
            @ForAll @LongRange(max = 600) long size, @ForAll @LongRange(max = 600) long more) {
        CompactRange range = new CompactRange();
        for (long i = 0; i < size; i++) {
            range.append(leaf(i));
        }
        CompactRange read = CompactRange.fromBytes(range.toBytes());
        assertThat(read.sameAs(range)).isTrue();
        for (long i = size; i < size + more; i++) {
            read.append(leaf(i).toBytes(), 0);
        }
        assertThat(read.size()).isEqualTo(size + more);
        assertThat(read.root()).isEqualTo(GrownTree.of(size + more).root());
    }

    @Property
    void compactRange_fromAnyBytes_isReadOrRefused(@ForAll byte[] bytes) {
        try {
            CompactRange range = CompactRange.fromBytes(bytes);
            assertThat(range.toBytes()).isEqualTo(bytes);
        } catch (MalformedBytesException e) {
            assertThat(e.offset()).isBetween(0, bytes.length);
        }
    }

    @Test
    void failure_namesBothRoots() {
        TiledTree tree = TREE.tiled(7);
        Hash wrong = leaf(5);
        assertThatExceptionOfType(ProofException.class)
                .isThrownBy(() -> tree.inclusion(3).verify(leaf(3), wrong))
                .satisfies(e -> assertThat(e.expected()).isEqualTo(wrong))
                .satisfies(e -> assertThat(e.found()).isEqualTo(tree.root()))
                .withMessageContaining(wrong.toString())
                .withMessageContaining(tree.root().toString());
    }

    @Test
    void consistency_fromAnEmptyTree_provesNothing() {
        fails(() -> new ConsistencyProof(0, 7, List.of())
                .verify(TreeHash.EMPTY_ROOT, TREE.tiled(7).root()));
        new ConsistencyProof(0, 0, List.of()).verify(TreeHash.EMPTY_ROOT, TreeHash.EMPTY_ROOT);
        fails(() -> new ConsistencyProof(0, 0, List.of()).verify(leaf(1), leaf(1)));
    }

    @Test
    void rangeOfTheLargestSize_hasARootAndTakesNoMore() {
        byte[] bytes = new byte[Long.BYTES + 63 * Hash.LENGTH];
        java.util.Arrays.fill(bytes, (byte) 0xff);
        bytes[0] = 0x7f;
        CompactRange range = CompactRange.fromBytes(bytes);
        assertThat(range.size()).isEqualTo(CompactRange.SIZE_MAX);
        assertThat(range.toBytes()).isEqualTo(bytes);
        assertThat(range.root()).isNotEqualTo(Hash.ZERO);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> range.append(Hash.ZERO));
    }
}
