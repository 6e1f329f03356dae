package dev.tallystick.proof.note;

import static dev.tallystick.proof.note.NoteVectors.bytes;
import static dev.tallystick.proof.note.NoteVectors.text;
import static dev.tallystick.proof.note.NoteVectors.texts;
import static dev.tallystick.proof.note.NoteVectors.whole;
import static dev.tallystick.proof.note.NoteVectors.wholes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoteVectorsTest {
    // C2SP signed-note, section "Example".
    private static final String C2SP_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String C2SP_NOTE = """
            This is an example message.

            \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    // golang.org/x/mod/sumdb/note, its tests of signing and opening.
    private static final String PETER_SECRET =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String PETER_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String ENOCH_KEY = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private static final String GO_TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String PETER_LINE =
            "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String ENOCH_LINE =
            "\u2014 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    static List<JsonObject> keys() {
        return NoteVectors.section("keys");
    }

    static List<JsonObject> heads() {
        return NoteVectors.section("heads");
    }

    static List<JsonObject> proofs() {
        return NoteVectors.section("proofs");
    }

    static List<JsonObject> requests() {
        return NoteVectors.section("requests");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void exampleOfC2sp_isVerified() {
        VerifierKey key = VerifierKey.parse(C2SP_KEY);
        SignedNote note = SignedNote.parse(utf8(C2SP_NOTE));
        assertThat(note.verify(List.of(key))).containsExactly(new VerifiedSignature(key, 0));
        assertThat(note.text()).isEqualTo(utf8("This is an example message.\n"));
        assertThat(key.text()).isEqualTo(C2SP_KEY);
        assertThat(SignedNote.of(note.text(), note.signatures()).received()).isEqualTo(utf8(C2SP_NOTE));
    }

    @Test
    void keysOfTheGoTests_signAndVerifyAlike() {
        SignerKey peter = SignerKey.parse(PETER_SECRET);
        assertThat(peter.secretText()).isEqualTo(PETER_SECRET);
        assertThat(peter.verifier().text()).isEqualTo(PETER_KEY);
        assertThat(SignedNote.of(utf8(GO_TEXT), List.of(peter.sign(utf8(GO_TEXT)))))
                .hasToString(GO_TEXT + "\n" + PETER_LINE);

        SignedNote both = SignedNote.parse(utf8(GO_TEXT + "\n" + PETER_LINE + ENOCH_LINE));
        VerifierKey enoch = VerifierKey.parse(ENOCH_KEY);
        assertThat(both.verify(List.of(enoch))).containsExactly(new VerifiedSignature(enoch, 0));
        assertThat(both.verify(List.of(enoch, peter.verifier())))
                .containsExactly(new VerifiedSignature(peter.verifier(), 0), new VerifiedSignature(enoch, 0));
    }

    @Test
    void witnessKeyOfTransparencyDev_isReadAndWrittenAlike() {
        String vkey = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
        assertThat(VerifierKey.parse(vkey).text()).isEqualTo(vkey);
        assertThat(VerifierKey.parse(vkey).algorithm()).isEqualTo(KeyAlgorithm.COSIGNATURE_V1);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void key_isTheIndependentOne(JsonObject vector) {
        SignerKey key = SignerKey.parse(text(vector, "secret"));
        assertThat(key.secretText()).isEqualTo(text(vector, "secret"));
        assertThat(key.verifier().text()).isEqualTo(text(vector, "vkey"));
        assertThat(VerifierKey.parse(text(vector, "vkey"))).isEqualTo(key.verifier());
        assertThat(key.toString()).doesNotContain(text(vector, "secret").substring(40));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void head_isReadVerifiedAndSignedAlike(JsonObject vector) {
        SignedHead signed = SignedHead.parse(bytes(vector, "note"));
        assertThat(signed.head().origin()).isEqualTo(text(vector, "origin"));
        assertThat(signed.head().size()).isEqualTo(whole(vector, "size"));
        assertThat(Base64Text.of(signed.head().root())).isEqualTo(text(vector, "root"));
        assertThat(signed.head().text()).isEqualTo(signed.note().text());

        List<Long> times = wholes(vector, "cosigned");
        assertThat(signed.verify(NoteVectors.keys()))
                .extracting(VerifiedSignature::timeSeconds)
                .startsWith(0L)
                .endsWith(times.toArray(Long[]::new))
                .hasSize(1 + times.size());

        SignedHead again = SignedHead.sign(signed.head(), signer(0));
        for (int i = 0; i < times.size(); i++) {
            again = again.with(List.of(signer(1 + i).cosign(again.head().text(), times.get(i))));
        }
        assertThat(again).isEqualTo(signed);
    }

    private static SignerKey signer(int index) {
        return SignerKey.parse(text(keys().get(index), "secret"));
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void proof_isReadAndWrittenAlike(JsonObject vector) {
        LogProof proof = LogProof.parse(bytes(vector, "text"));
        assertThat(proof.index()).isEqualTo(whole(vector, "index"));
        assertThat(proof.path()).extracting(Base64Text::of).isEqualTo(texts(vector, "path"));
        assertThat(proof.text()).isEqualTo(bytes(vector, "text"));
        assertThat(proof.inclusion().size()).isEqualTo(proof.head().head().size());
        LogProof plain = new LogProof(null, 0, List.of(), proof.head());
        assertThat(LogProof.parse(plain.text())).isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void request_isReadAndWrittenAlike(JsonObject vector) {
        AddCheckpointRequest request = AddCheckpointRequest.parse(bytes(vector, "text"));
        assertThat(request.oldSize()).isEqualTo(whole(vector, "oldSize"));
        assertThat(request.path()).extracting(Base64Text::of).isEqualTo(texts(vector, "path"));
        assertThat(request.text()).isEqualTo(bytes(vector, "text"));
        assertThat(request.proof().newSize()).isEqualTo(request.head().head().size());
    }
}
