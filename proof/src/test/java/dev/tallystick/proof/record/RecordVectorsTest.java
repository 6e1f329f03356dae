package dev.tallystick.proof.record;

import static dev.tallystick.proof.record.RecordVectors.text;
import static dev.tallystick.proof.record.RecordVectors.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordVectorsTest {
    private static final String PAGE = "docs/formats/record.md";

    static List<JsonObject> numbers() throws IOException {
        return RecordVectors.section("numbers");
    }

    static List<JsonObject> fixed128() throws IOException {
        return RecordVectors.section("fixed128");
    }

    static List<JsonObject> items() throws IOException {
        return RecordVectors.section("items");
    }

    static List<JsonObject> records() throws IOException {
        return RecordVectors.section("records");
    }

    private static String canonical(String json) {
        JsonValue value = JsonReader.parse(json.getBytes(StandardCharsets.UTF_8));
        return new String(CanonicalJson.of(value), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void number_hasThePublishedCanonicalForm(JsonObject vector) {
        assertThat(canonical(text(vector, "json"))).isEqualTo(text(vector, "canonical"));
    }

    @ParameterizedTest
    @MethodSource("fixed128")
    void amount_hasThePublishedBytes(JsonObject vector) {
        Amount amount = Amount.parse(text(vector, "amount"));
        byte[] bytes = new byte[16];
        amount.writeFixed128(bytes, 0);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(text(vector, "fixed128"));
        assertThat(Amount.readFixed128(bytes, 0)).isEqualTo(amount);
    }

    @ParameterizedTest
    @MethodSource("items")
    void item_hasThePublishedContentHash(JsonObject vector) {
        assertThat(canonical(text(vector, "json"))).isEqualTo(text(vector, "canonical"));
        assertThat(ContentHash.ofJson(RecordVectors.object(text(vector, "json"))))
                .hasToString(text(vector, "contentHash"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void record_hasThePublishedHashesAndLeaf(JsonObject vector) {
        DeltaItem item = RecordVectors.item(RecordVectors.object(text(vector, "sent")));
        ByteSink hashed = new ByteSink(0);
        ContentHash.writeHashed(item, hashed);
        assertThat(new String(hashed.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo(ContentHash.PREFIX + text(vector, "canonical"));
        Hash contentHash = ContentHash.of(item);
        assertThat(contentHash).hasToString(text(vector, "contentHash"));

        Hash proofHash = ProofHash.of(
                HexFormat.of().parseHex(text(vector, "salt")),
                text(vector, "tenantId"),
                text(vector, "customerId"),
                whole(vector, "sequence"),
                whole(vector, "recordedAtMillis"),
                Amount.parse(text(vector, "balance")),
                contentHash,
                vector.get("previousProofHash") == JsonNull.NULL
                        ? Hash.ZERO
                        : Hash.parse(text(vector, "previousProofHash")));
        assertThat(Sha256.hash(HexFormat.of().parseHex(text(vector, "hashed")))).isEqualTo(proofHash);
        assertThat(proofHash).hasToString(text(vector, "proofHash"));
        assertThat(HexFormat.of().formatHex(LogEntry.delta(proofHash))).isEqualTo(text(vector, "leaf"));
        assertThat(LogEntry.proofHashOfDelta(LogEntry.delta(proofHash))).isEqualTo(proofHash);
        assertThat(UtcText.of(whole(vector, "recordedAtMillis"))).isEqualTo(text(vector, "recordedAt"));
    }

    @Test
    void oneHasherOfManyRecords_givesEachItsHash_alsoAfterOneWasRefused() throws IOException {
        ProofHash hasher = new ProofHash();
        for (JsonObject vector : records()) {
            assertThatThrownBy(() -> proofHash(hasher, vector, Amount.parse("100000000000000000000")))
                    .isInstanceOf(AmountException.class);
            assertThat(proofHash(hasher, vector, Amount.parse(text(vector, "balance"))))
                    .hasToString(text(vector, "proofHash"));
        }
    }

    private static Hash proofHash(ProofHash hasher, JsonObject vector, Amount balance) {
        return hasher.next(
                HexFormat.of().parseHex(text(vector, "salt")),
                text(vector, "tenantId"),
                text(vector, "customerId"),
                whole(vector, "sequence"),
                whole(vector, "recordedAtMillis"),
                balance,
                Hash.parse(text(vector, "contentHash")),
                vector.get("previousProofHash") == JsonNull.NULL
                        ? Hash.ZERO
                        : Hash.parse(text(vector, "previousProofHash")));
    }

    @Test
    void itemOfDelta_isTheCanonicalFormOfTheObjectItStandsFor() throws IOException {
        for (JsonObject vector : records()) {
            assertThat(ContentHash.ofJson(RecordVectors.object(text(vector, "canonical"))))
                    .hasToString(text(vector, "contentHash"));
        }
    }

    @Test
    void chain_ofThePublishedRecords_holds() throws IOException {
        assertThat(text(records().get(5), "previousProofHash"))
                .isEqualTo(text(records().get(4), "proofHash"));
    }

    @Test
    void page_showsExactlyTheVectorsOfTheFile() throws IOException {
        String page = Files.readString(page());
        int from = page.indexOf("```json\n{\n  \"numbers\"") + "```json\n".length();
        String shown = page.substring(from, page.indexOf("```\n", from));
        assertThat(shown).isEqualTo(new String(RecordVectors.file(), StandardCharsets.UTF_8));
    }

    private static Path page() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(PAGE))) {
                return folder.resolve(PAGE);
            }
        }
        throw new AssertionError(PAGE + " was not found in any folder above the tests.");
    }
}
