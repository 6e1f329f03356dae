package dev.tallystick.proof.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.ConsistencyProof;
import dev.tallystick.proof.merkle.TileException;
import dev.tallystick.proof.merkle.TileSource;
import dev.tallystick.proof.merkle.TiledTree;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.TreeHead;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogVerifierTest {
    private static final int SIZE = 700;
    private static final SampleLog LOG = SampleLog.of(SIZE);

    @Test
    void honestLog_passes_withItsEarlierHeadsAndLeaves() {
        LogVerifier verifier = new LogVerifier(LOG.head(SIZE))
                .expectHead(LOG.head(SIZE))
                .expectHead(LOG.head(512))
                .expectHead(LOG.head(0))
                .expectHead(LOG.head(300))
                .expectLeaves(List.of(LOG.leaf(699), LOG.leaf(0), LOG.leaf(256), LOG.leaf(256)));
        LogVerification verification = LOG.read(verifier);
        assertThat(verification.passed()).as("%s", verification).isTrue();
        assertThat(verification.size()).isEqualTo(SIZE);
        assertThat(verification.earlierHeads()).hasSize(4);
        assertThat(verification.leavesFound()).isEqualTo(4);
        assertThat(verification.countByType().get(1)).isEqualTo(SIZE);
    }

    @Test
    void emptyLog_passes() {
        assertThat(LOG.read(new LogVerifier(LOG.head(0))).passed()).isTrue();
        assertThat(LOG.read(new LogVerifier(new TreeHead(SampleLog.ORIGIN, 0, Hash.ZERO)))
                        .passed())
                .isFalse();
    }

    @Property(tries = 200)
    void entryWithAnyOneBitFlipped_isFound(
            @ForAll @IntRange(max = SIZE - 1) int entry, @ForAll @IntRange(max = 263) int bit) {
        SampleLog changed = LOG.withBitFlipped(entry, bit);
        LogVerifier verifier = new LogVerifier(LOG.head(SIZE))
                .expectHead(LOG.head(entry))
                .expectHead(LOG.head(entry + 1))
                .expectLeaves(List.of(LOG.leaf(entry)));
        LogVerification verification = changed.read(verifier);
        assertThat(verification.root().holds()).isFalse();
        assertThat(verification.root().expected())
                .isEqualTo(LOG.head(SIZE).root().toString());
        assertThat(verification.root().found())
                .isEqualTo(changed.head(SIZE).root().toString());
        assertThat(verification.earlierHeads()).extracting(LogFinding::holds).containsExactly(true, false);
        assertThat(verification.leaves()).extracting(LogFinding::what).containsExactly("leaf-" + entry);
        assertThat(verification.leavesFound()).isZero();
    }

    @Test
    void leafOrHeadBeyondTheLog_isMissing() {
        SampleLog shorter = new SampleLog(LOG.entries.subList(0, 600));
        LogVerification verification = shorter.read(
                new LogVerifier(shorter.head(600)).expectHead(LOG.head(SIZE)).expectLeaves(List.of(LOG.leaf(650))));
        assertThat(verification.passed()).isFalse();
        assertThat(verification.root().holds()).isTrue();
        assertThat(verification.earlierHeads().getFirst().expected()).isEqualTo("at least 700 leaves");
        assertThat(verification.leaves().getFirst().found()).isEqualTo("only 600 leaves");
    }

    @Test
    void headOfAnotherLog_isNotAnEarlierHead() {
        TreeHead elsewhere =
                new TreeHead("log.example/production", 5, LOG.head(5).root());
        assertThat(LOG.read(new LogVerifier(LOG.head(SIZE)).expectHead(elsewhere))
                        .passed())
                .isFalse();
    }

    @Test
    void run_isResumedAtABundleBoundary() {
        LogVerifier first = new LogVerifier(LOG.head(512));
        LOG.read(first);
        LogVerifier second = LogVerifier.resume(first.range(), LOG.head(SIZE)).expectLeaves(List.of(LOG.leaf(600)));
        assertThat(LOG.read(second).passed()).isTrue();

        LogVerifier late = LogVerifier.resume(first.range(), LOG.head(SIZE))
                .expectHead(LOG.head(100))
                .expectLeaves(List.of(LOG.leaf(100)));
        LogVerification verification = LOG.read(late);
        assertThat(verification.root().holds()).isTrue();
        assertThat(verification.passed()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> LogVerifier.resume(LOG.range(100), LOG.head(SIZE)));
    }

    @Test
    void wrongBytes_areRefused() {
        LogVerifier verifier = new LogVerifier(LOG.head(SIZE));
        assertThatExceptionOfType(TileException.class).isThrownBy(() -> verifier.accept(new byte[7]));
        assertThatExceptionOfType(TileException.class)
                .isThrownBy(() -> new LogVerifier(LOG.head(1)).accept(new byte[] {0, 1, 5}))
                .withMessageContaining("33 bytes, but it has 1");
        assertThatIllegalStateException().isThrownBy(() -> new LogVerifier(LOG.head(SIZE)).finish());
        assertThatIllegalStateException().isThrownBy(() -> new LogVerifier(LOG.head(0)).accept(new byte[0]));
    }

    @Property(tries = 100)
    void expectedLeaf_isFoundInTiles_andNoOther(
            @ForAll @IntRange(min = 1, max = SIZE) int size,
            @ForAll @IntRange(max = SIZE - 1) int index,
            @ForAll @IntRange(max = 263) int bit) {
        SampleLog log = new SampleLog(LOG.entries.subList(0, size));
        TiledTree tree = new TiledTree(size, log::tile);
        assertThat(LOG.leaf(index).check(log.head(size), tree).holds()).isEqualTo(index < size);
        ExpectedLeaf other = LOG.withBitFlipped(index, bit).leaf(index);
        assertThat(other.check(log.head(size), tree).holds()).isFalse();
        TreeHead otherHead = new TreeHead(SampleLog.ORIGIN, size, Hash.ZERO);
        assertThat(LOG.leaf(index).check(otherHead, tree).holds()).isFalse();
    }

    @Property(tries = 100)
    void heads_ofOneHistory_extendEachOther_andOfTwo_doNot(
            @ForAll @IntRange(min = 1, max = SIZE) int newSize,
            @ForAll @IntRange(max = SIZE) int anyOldSize,
            @ForAll @IntRange(max = 263) int bit) {
        int oldSize = anyOldSize % (newSize + 1);
        SampleLog log = new SampleLog(LOG.entries.subList(0, newSize));
        HeadChange change = HeadChange.between(LOG.head(oldSize), log.head(newSize), log::tile);
        assertThat(change.verdict())
                .isEqualTo(oldSize == newSize ? HeadChange.Verdict.SAME : HeadChange.Verdict.EXTENDED);
        assertThat(change.honest()).isTrue();
        if (oldSize > 0) {
            TreeHead forked = LOG.withBitFlipped(oldSize - 1, bit).head(oldSize);
            HeadChange fork = HeadChange.between(forked, log.head(newSize), log::tile);
            assertThat(fork.verdict()).isEqualTo(HeadChange.Verdict.FORKED);
            assertThat(fork.honest()).isFalse();
            assertThat(fork.message())
                    .contains(forked.root().toString())
                    .contains(log.head(newSize).root().toString());
        }
    }

    @Property(tries = 100)
    void tileWithAnyOneBitFlipped_makesNoWrongLeafOrHeadHold(
            @ForAll @IntRange(min = 2, max = SIZE) int size,
            @ForAll @IntRange(max = SIZE - 1) int anyIndex,
            @ForAll @IntRange(max = Integer.MAX_VALUE) int anyBit) {
        int index = anyIndex % size;
        SampleLog log = new SampleLog(LOG.entries.subList(0, size));
        SampleLog other = log.withBitFlipped(index, anyBit % 264);
        TileSource spoiled = tile -> {
            byte[] hashes = (anyBit % 2 == 0 ? log : other).tile(tile);
            hashes[anyBit % hashes.length] ^= (byte) (1 << (anyBit % 8));
            return hashes;
        };
        assertThat(other.leaf(index)
                        .check(log.head(size), new TiledTree(size, spoiled))
                        .holds())
                .isFalse();
        TreeHead fork = other.head(index + 1);
        assertThat(HeadChange.between(fork, log.head(size), spoiled).honest()).isFalse();
    }

    @Test
    void headChanges_thatNoHonestLogMakes() {
        TreeHead head = LOG.head(500);
        assertThat(change(head, LOG.head(400))).isEqualTo(HeadChange.Verdict.ROLLED_BACK);
        assertThat(change(head, LOG.head(0))).isEqualTo(HeadChange.Verdict.ROLLED_BACK);
        assertThat(change(head, new TreeHead("other", 500, head.root()))).isEqualTo(HeadChange.Verdict.OTHER_LOG);
        assertThat(change(head, new TreeHead(SampleLog.ORIGIN, 500, Hash.ZERO))).isEqualTo(HeadChange.Verdict.FORKED);
        assertThat(change(LOG.head(0), head)).isEqualTo(HeadChange.Verdict.EXTENDED);
        assertThat(change(new TreeHead(SampleLog.ORIGIN, 0, Hash.ZERO), head)).isEqualTo(HeadChange.Verdict.FORKED);
        assertThat(HeadChange.between(head, LOG.head(SIZE), tile -> new byte[0]).verdict())
                .isEqualTo(HeadChange.Verdict.FORKED);
        assertThat(HeadChange.between(
                                head, LOG.head(SIZE), new ConsistencyProof(500, SIZE, List.of(TreeHash.EMPTY_ROOT)))
                        .verdict())
                .isEqualTo(HeadChange.Verdict.FORKED);
    }

    private static HeadChange.Verdict change(TreeHead before, TreeHead after) {
        return HeadChange.between(before, after, LOG::tile).verdict();
    }
}
