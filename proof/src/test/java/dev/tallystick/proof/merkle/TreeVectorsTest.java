package dev.tallystick.proof.merkle;

import static dev.tallystick.proof.merkle.Vectors.text;
import static dev.tallystick.proof.merkle.Vectors.texts;
import static dev.tallystick.proof.merkle.Vectors.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Roots, proofs and tiles of trees up to 70,000 leaves, against values of a separate program. */
class TreeVectorsTest {
    private static final GrownTree TREE = GrownTree.of(70_000);

    static List<JsonObject> roots() throws IOException {
        return Vectors.section("tree.json", "roots");
    }

    static List<JsonObject> inclusion() throws IOException {
        return Vectors.section("tree.json", "inclusion");
    }

    static List<JsonObject> consistency() throws IOException {
        return Vectors.section("tree.json", "consistency");
    }

    static List<JsonObject> tiles() throws IOException {
        return Vectors.section("tree.json", "tiles");
    }

    private static List<Hash> path(JsonObject vector) {
        return texts(vector, "path").stream().map(Vectors::hex).toList();
    }

    @ParameterizedTest
    @MethodSource("roots")
    void root_isTheIndependentOne(JsonObject vector) {
        Hash expected = Vectors.hex(text(vector, "root"));
        long size = whole(vector, "size");
        assertThat(TREE.tiled(size).root()).isEqualTo(expected);
        assertThat(TREE.tiled(70_000).root(size)).isEqualTo(expected);
        assertThat(GrownTree.of(size).root()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("inclusion")
    void inclusionProof_isTheIndependentOne_andHolds(JsonObject vector) {
        long index = whole(vector, "index");
        long size = whole(vector, "size");
        TiledTree tree = TREE.tiled(size);
        InclusionProof proof = tree.inclusion(index);
        assertThat(proof).isEqualTo(new InclusionProof(index, size, path(vector)));
        proof.verify(TreeHash.leaf(GrownTree.entry(index)), tree.root());
        assertThat(tree.leafHash(index)).isEqualTo(TreeHash.leaf(GrownTree.entry(index)));
    }

    @ParameterizedTest
    @MethodSource("consistency")
    void consistencyProof_isTheIndependentOne_andHolds(JsonObject vector) {
        long oldSize = whole(vector, "oldSize");
        long newSize = whole(vector, "newSize");
        TiledTree tree = TREE.tiled(newSize);
        ConsistencyProof proof = tree.consistency(oldSize);
        assertThat(proof).isEqualTo(new ConsistencyProof(oldSize, newSize, path(vector)));
        proof.verify(TREE.tiled(oldSize).root(), tree.root());
    }

    @ParameterizedTest
    @MethodSource("tiles")
    void tile_hasTheIndependentPathWidthAndHashes(JsonObject vector) {
        Tile tile = Tile.of((int) whole(vector, "level"), whole(vector, "index"), 70_000);
        assertThat(tile.width()).isEqualTo((int) whole(vector, "width"));
        assertThat(tile.path()).isEqualTo(text(vector, "path"));
        assertThat(Sha256.hash(TREE.hashes(tile))).isEqualTo(Vectors.hex(text(vector, "sha256")));
    }
}
