package dev.tallystick.proof.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.Salt;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import dev.tallystick.proof.statement.CheckpointStatement.Figures;
import dev.tallystick.proof.statement.CheckpointStatement.Mode;
import dev.tallystick.proof.statement.CheckpointStatement.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published vectors of docs/formats/checkpoint.md, which were computed by a program of its own. */
class CheckpointVectorsTest {
    private static final String RESOURCE = "/vectors/checkpoint.json";
    private static final String PAGE = "docs/formats/checkpoint.md";

    private static byte[] file() throws IOException {
        try (var in = Objects.requireNonNull(CheckpointVectorsTest.class.getResourceAsStream(RESOURCE))) {
            return in.readAllBytes();
        }
    }

    private static JsonObject vectors() throws IOException {
        return (JsonObject) JsonReader.parse(file());
    }

    static List<JsonObject> statements() throws IOException {
        return ((JsonArray) Objects.requireNonNull(vectors().get("statements")))
                .values().stream().map(JsonObject.class::cast).toList();
    }

    private static String text(JsonObject vector, String name) {
        return ((JsonString) Objects.requireNonNull(vector.get(name), name)).value();
    }

    private static long whole(JsonObject vector, String name) {
        return ((JsonNumber) Objects.requireNonNull(vector.get(name), name))
                .value()
                .longValueExact();
    }

    private static Hash hash(JsonObject vector, String name) {
        return Hash.parse("0x" + text(vector, name));
    }

    private static Amount amount(JsonObject vector, String name) {
        return Amount.parse(text(vector, name));
    }

    private static CheckpointStatement statement(JsonObject vector) {
        return new CheckpointStatement(
                new Salt(HexFormat.of().parseHex(text(vector, "salt"))),
                new Window(
                        text(vector, "tenantId"),
                        text(vector, "customerId"),
                        whole(vector, "start"),
                        whole(vector, "end"),
                        text(vector, "mode").equals("window") ? Mode.WINDOW : Mode.FINGERPRINTS),
                ((JsonBoolean) Objects.requireNonNull(vector.get("provisional"))).value(),
                new Figures(
                        amount(vector, "opening"),
                        amount(vector, "closing"),
                        amount(vector, "credits"),
                        amount(vector, "debits")),
                new Chain(
                        whole(vector, "count"),
                        whole(vector, "firstSequence"),
                        whole(vector, "lastSequence"),
                        hash(vector, "chainHead"),
                        hash(vector, "itemsRoot")),
                hash(vector, "previousCheckpoint"),
                whole(vector, "issuedAt"));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void statement_hasThePublishedBytesAndRoot(JsonObject vector) {
        CheckpointStatement statement = statement(vector);
        assertThat(HexFormat.of().formatHex(statement.bytes())).isEqualTo(text(vector, "statement"));
        assertThat(statement.proofRoot()).isEqualTo(hash(vector, "proofRoot"));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void itemsRoot_isTheTreeOverTheProofHashes(JsonObject vector) {
        List<Hash> leaves = ((JsonArray) Objects.requireNonNull(vector.get("proofHashes")))
                .values().stream()
                        .map(value -> TreeHash.leaf(Hash.parse("0x" + ((JsonString) value).value())))
                        .toList();
        assertThat(leaves.isEmpty() ? TreeHash.EMPTY_ROOT : TreeHash.root(leaves))
                .isEqualTo(hash(vector, "itemsRoot"));
    }

    @Test
    void countersignature_isThePublishedOne_andNoOtherVerifies() throws IOException {
        JsonObject vector = (JsonObject) Objects.requireNonNull(vectors().get("countersignature"));
        Hash root = hash(vector, "proofRoot");
        VerifierKey key = VerifierKey.parse(text(vector, "customerKey"));
        Ed25519PrivateKey secret = Ed25519PrivateKey.of(HexFormat.of().parseHex(text(vector, "privateKey")));

        Countersignature signature = Countersignature.sign(root, secret);

        assertThat(HexFormat.of().formatHex(Countersignature.message(root))).isEqualTo(text(vector, "message"));
        assertThat(signature.toString()).isEqualTo(text(vector, "signature"));
        assertThat(secret.publicKey()).isEqualTo(key.key());
        assertThat(signature.verifies(root, key.key())).isTrue();
        for (int bit = 0; bit < Countersignature.LENGTH * 8; bit++) {
            byte[] other = Base64Text.decode(text(vector, "signature"));
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Countersignature.of(other).verifies(root, key.key()))
                    .as("bit %d", bit)
                    .isFalse();
        }
        for (int bit = 0; bit < Hash.LENGTH * 8; bit++) {
            byte[] other = root.toBytes();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signature.verifies(Hash.of(other), key.key()))
                    .as("bit %d of the root", bit)
                    .isFalse();
        }
    }

    @Test
    void page_showsExactlyTheVectorsOfTheFile() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(PAGE))) {
                String page = Files.readString(folder.resolve(PAGE));
                int from = page.indexOf("```json\n") + "```json\n".length();
                assertThat(page.substring(from, page.indexOf("```\n", from)))
                        .isEqualTo(new String(file(), StandardCharsets.UTF_8));
                return;
            }
        }
        throw new AssertionError(PAGE + " was not found in any folder above the tests.");
    }
}
