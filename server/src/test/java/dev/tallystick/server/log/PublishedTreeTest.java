package dev.tallystick.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.VerifierKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedTreeTest {
    @TempDir
    Path folder;

    @Test
    void everyLeafIsProvedAtEverySizeByWhatIsPublished() {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            PublishedTree tree = new PublishedTree(plane.log());
            VerifierKey key = VerifierKey.parse(plane.log().key());
            // Sizes around full tiles, and a second level.
            for (int count : new int[] {1, 2, 251, 1, 1, 3, 250, 1, 5, 700}) {
                plane.record(count);
                long size = plane.log().head().head().size();
                List<byte[]> entries = plane.entries(size);
                for (long index = 0; index < size; index += index < 520 ? 1 : 13) {
                    LogProof proof = tree.proof(index);
                    proof.head().verify(List.of(key));
                    assertThat(proof.head().head().size()).isEqualTo(size);
                    proof.inclusion()
                            .verify(
                                    TreeHash.leaf(entries.get((int) index)),
                                    proof.head().head().root());
                    assertThat(proof.path()).isEqualTo(plane.log().proof(index).path());
                }
                assertThat(tree.entry(size - 1)).isEqualTo(entries.getLast());
                assertThat(tree.entry(0)).isEqualTo(entries.getFirst());
            }
        }
    }

    @Test
    void proofsReachAThirdLevelOfTiles() {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            plane.record(60_000);
            plane.record(6_100);
            PublishedTree tree = new PublishedTree(plane.log());
            long size = plane.log().head().head().size();
            for (long index : new long[] {0, 255, 256, 40_001, 65_535, 65_536, 65_791, 65_792, size - 1}) {
                LogProof proof = tree.proof(index);
                proof.inclusion()
                        .verify(
                                TreeHash.leaf(tree.entry(index)),
                                proof.head().head().root());
                assertThat(proof.path()).isEqualTo(plane.log().proof(index).path());
            }
        }
    }

    @Test
    void aProofForAnEarlierHeadStaysWhatItWas() {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            plane.record(300);
            PublishedTree tree = new PublishedTree(plane.log());
            long size = plane.log().head().head().size();
            var before = tree.inclusion(7, size);
            plane.record(500);
            assertThat(tree.inclusion(7, size)).isEqualTo(before);
        }
    }
}
