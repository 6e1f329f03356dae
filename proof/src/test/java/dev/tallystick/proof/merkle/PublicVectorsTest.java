package dev.tallystick.proof.merkle;

import static dev.tallystick.proof.merkle.Vectors.flag;
import static dev.tallystick.proof.merkle.Vectors.text;
import static dev.tallystick.proof.merkle.Vectors.texts;
import static dev.tallystick.proof.merkle.Vectors.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of transparency-dev/merkle: its testdata folder and its constants for trees of up to eight leaves. */
class PublicVectorsTest {
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    static List<JsonObject> inclusion() throws IOException {
        return Vectors.section("merkle.json", "inclusion");
    }

    static List<JsonObject> consistency() throws IOException {
        return Vectors.section("merkle.json", "consistency");
    }

    private static List<Hash> proof(JsonObject vector) {
        return texts(vector, "proof").stream().map(Vectors::base64).toList();
    }

    @ParameterizedTest
    @MethodSource("inclusion")
    void inclusionVector_hasThePublishedVerdict(JsonObject vector) {
        assertThat(holds(() -> new InclusionProof(whole(vector, "index"), whole(vector, "size"), proof(vector))
                        .verify(Vectors.base64(text(vector, "leafHash")), Vectors.base64(text(vector, "root")))))
                .isNotEqualTo(flag(vector, "fails"));
    }

    @ParameterizedTest
    @MethodSource("consistency")
    void consistencyVector_hasThePublishedVerdict(JsonObject vector) {
        Hash oldRoot = base64(text(vector, "oldRoot"));
        Hash newRoot = base64(text(vector, "newRoot"));
        assertThat(holds(() -> new ConsistencyProof(whole(vector, "oldSize"), whole(vector, "newSize"), proof(vector))
                        .verify(oldRoot, newRoot)))
                .isNotEqualTo(flag(vector, "fails"));
    }

    // Some vectors name roots of other lengths to say that they do not matter: equal texts stay equal hashes.
    private static Hash base64(String text) {
        try {
            return Vectors.base64(text);
        } catch (IllegalArgumentException e) {
            return TreeHash.leaf(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    // Hashes of another length than 32 bytes are refused by the type, before any proof is looked at.
    private static boolean holds(Runnable verification) {
        try {
            verification.run();
            return true;
        } catch (ProofException e) {
            return false;
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("A hash has 32 bytes");
            return false;
        }
    }

    @Test
    void hashes_areThePublishedOnes() {
        assertThat(TreeHash.EMPTY_ROOT).isEqualTo(Vectors.hex(ROOTS.getFirst()));
        assertThat(TreeHash.leaf(new byte[0])).isEqualTo(Vectors.hex(ROOTS.get(1)));
        assertThat(TreeHash.leaf("L123456".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Vectors.hex("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"));
    }

    @Test
    void trees_haveThePublishedRoots() {
        CompactRange range = new CompactRange();
        assertThat(range.root()).isEqualTo(Vectors.hex(ROOTS.getFirst()));
        for (int i = 0; i < LEAVES.size(); i++) {
            byte[] entry = HexFormat.of().parseHex(LEAVES.get(i));
            range.appendEntry(entry, 0, entry.length);
            assertThat(range.root()).isEqualTo(Vectors.hex(ROOTS.get(i + 1)));
        }
    }
}
