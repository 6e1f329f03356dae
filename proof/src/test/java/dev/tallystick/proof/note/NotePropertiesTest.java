package dev.tallystick.proof.note;

import static dev.tallystick.proof.note.NoteVectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotePropertiesTest {
    private static final byte[] HEAD = bytes(NoteVectors.section("heads").getFirst(), "note");
    private static final byte[] PROOF = bytes(NoteVectors.section("proofs").getFirst(), "text");
    private static final byte[] REQUEST = bytes(NoteVectors.section("requests").getFirst(), "text");
    private static final List<VerifierKey> KEYS = NoteVectors.keys();

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        return changed;
    }

    private static boolean allHold(byte[] head) {
        try {
            return SignedHead.parse(head).verify(KEYS).stream()
                            .map(VerifiedSignature::key)
                            .distinct()
                            .count()
                    == KEYS.size();
        } catch (NoteException e) {
            return false;
        }
    }

    @Test
    void head_withAnyOneBitFlipped_hasNoLongerAllItsSignatures() {
        assertThat(allHold(HEAD)).isTrue();
        for (int bit = 0; bit < HEAD.length * 8; bit++) {
            assertThat(allHold(flipped(HEAD, bit))).as("bit %s", bit).isFalse();
        }
    }

    @Test
    void keyText_withAnyOneBitFlipped_isRefused() {
        for (VerifierKey key : KEYS) {
            byte[] text = key.text().getBytes(StandardCharsets.UTF_8);
            for (int bit = 0; bit < text.length * 8; bit++) {
                String changed = new String(flipped(text, bit), StandardCharsets.UTF_8);
                assertThatExceptionOfType(NoteException.class).isThrownBy(() -> VerifierKey.parse(changed));
            }
        }
    }

    @Test
    void key_withOneMoreOrOneLessCharacter_isRefused() {
        String text = KEYS.getFirst().text();
        for (int from = 0; from < text.length(); from++) {
            String cut = text.substring(0, from) + text.substring(from + 1);
            String doubled = text.substring(0, from + 1) + text.substring(from);
            refused(VerifierKey::parse, cut);
            refused(VerifierKey::parse, doubled);
        }
    }

    private static <T> void refused(Function<String, T> parser, String text) {
        assertThatExceptionOfType(NoteException.class).as(text).isThrownBy(() -> parser.apply(text));
    }

    @Test
    void signature_withAnyOneBitFlipped_doesNotHold() {
        byte[] text = SignedHead.parse(HEAD).note().text();
        for (NoteSignature signature : SignedHead.parse(HEAD).note().signatures()) {
            VerifierKey key =
                    KEYS.stream().filter(k -> k.names(signature)).findFirst().orElseThrow();
            byte[] bytes = signature.bytes();
            assertThat(key.verifies(text, signature)).isTrue();
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                NoteSignature changed = new NoteSignature(signature.name(), signature.keyId(), flipped(bytes, bit));
                assertThat(key.verifies(text, changed)).as("bit %s", bit).isFalse();
            }
            for (int length = 1; length < bytes.length; length++) {
                byte[] shorter = Arrays.copyOf(bytes, length);
                assertThat(key.verifies(text, new NoteSignature("a", 0, shorter)))
                        .isFalse();
            }
        }
    }

    @Property
    void anyBytes_areReadOrRefused(@ForAll byte[] bytes) {
        readOrRefused(SignedHead::parse, head -> head.note().received(), bytes);
        readOrRefused(LogProof::parse, LogProof::text, bytes);
        readOrRefused(AddCheckpointRequest::parse, AddCheckpointRequest::text, bytes);
        readOrRefused(TreeHead::parse, TreeHead::text, bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        readOrRefused(VerifierKey::parse, VerifierKey::text, text);
        readOrRefused(SignerKey::parse, SignerKey::secretText, text);
        readOrRefused(NoteSignature::parse, NoteSignature::line, text);
    }

    @Property(tries = 3000)
    void changedTexts_areReadOrRefused(
            @ForAll @IntRange(max = 2000) int from, @ForAll @IntRange(max = 40) int cut, @ForAll byte[] put) {
        readOrRefused(SignedHead::parse, head -> head.note().received(), changed(HEAD, from, cut, put));
        readOrRefused(LogProof::parse, LogProof::text, changed(PROOF, from, cut, put));
        readOrRefused(AddCheckpointRequest::parse, AddCheckpointRequest::text, changed(REQUEST, from, cut, put));
    }

    @Property
    void linesOfATexts_inAnyOrder_areReadOrRefused(@ForAll List<@IntRange(max = 12) Integer> order) {
        byte[] mixed = mixed(PROOF, order);
        readOrRefused(SignedHead::parse, head -> head.note().received(), mixed);
        readOrRefused(LogProof::parse, LogProof::text, mixed);
        readOrRefused(AddCheckpointRequest::parse, AddCheckpointRequest::text, mixed(REQUEST, order));
    }

    private static byte[] changed(byte[] text, int anyFrom, int cut, byte[] put) {
        int from = anyFrom % text.length;
        int to = Math.min(from + cut, text.length);
        byte[] changed = new byte[text.length - (to - from) + put.length];
        System.arraycopy(text, 0, changed, 0, from);
        System.arraycopy(put, 0, changed, from, put.length);
        System.arraycopy(text, to, changed, from + put.length, text.length - to);
        return changed;
    }

    private static byte[] mixed(byte[] text, List<Integer> order) {
        List<String> lines = new String(text, StandardCharsets.UTF_8).lines().toList();
        StringBuilder mixed = new StringBuilder();
        order.forEach(i -> mixed.append(lines.get(i % lines.size())).append('\n'));
        return mixed.toString().getBytes(StandardCharsets.UTF_8);
    }

    // What is taken must be exactly what would be written: no text has two spellings.
    private static <S, T> void readOrRefused(Function<S, T> parser, Function<T, S> writer, S text) {
        T read;
        try {
            read = parser.apply(text);
        } catch (NoteException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        assertThat(writer.apply(read)).isEqualTo(text);
    }

    @Property(tries = 200)
    void secondSignatureBySameKey_isCheckedToo(@ForAll @IntRange(max = 511) int bit) {
        SignedNote note = SignedHead.parse(HEAD).note();
        NoteSignature own = note.signatures().getFirst();
        NoteSignature wrong = new NoteSignature(own.name(), own.keyId(), flipped(own.bytes(), bit));
        assertThatExceptionOfType(NoteException.class)
                .isThrownBy(() -> note.with(List.of(wrong)).verify(KEYS))
                .withMessageContaining("does not hold");
    }

    @Test
    void unknownKeys_areIgnored_andNoneKnown_isRefused() {
        SignedNote note = SignedHead.parse(HEAD).note();
        assertThat(note.verify(KEYS.subList(1, 2))).hasSize(1);
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> note.verify(List.of()));
        VerifierKey other = new VerifierKey(
                "log.example/sandbox",
                KeyAlgorithm.COSIGNATURE_V1,
                KEYS.getFirst().key());
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> note.verify(List.of(other)));
        assertThat(new HashSet<>(note.verify(KEYS))).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Head\n9944\n",
                "\n9944\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "Log\n123\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
                "Log\nbananas\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "Log\n-34\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "Log\n+34\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "Log\n034\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "Log\n00\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "Log\n\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "Log\n3438945738945739845734895735\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "Log\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "Log\n\u0661\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "Log\n123\nThisIsn'tBase64\n",
                "Log\n123\nYmFuYW5hcw==\n",
                "Log\n123\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "Log\n123\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
                "Log\n123\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I= \n",
                "Log\n123\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
                "Log\n123\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nmore"
            })
    void malformedHead_isRefused(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> TreeHead.parse(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wrong-header\nindex 0\n\n",
                "c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n\n",
                "c2sp.org/tlog-proof@v1\n\n\n",
                "c2sp.org/tlog-proof@v1\nindex notanumber\n\n",
                "c2sp.org/tlog-proof@v1\nindex -5\n\n",
                "c2sp.org/tlog-proof@v1\nindex 05\n\n",
                "c2sp.org/tlog-proof@v1\nindex  5\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\n"
            })
    void malformedProof_isRefused_beforeItsHead(String start) {
        byte[] bytes = (start + new String(HEAD, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> LogProof.parse(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "old\n\n",
                "old \n\n",
                "old -1\n\n",
                "old 01\n\n",
                "Old 1\n\n",
                "old 1\r\n\n",
                "old 1\n",
                "old 1\nAAAA\n\n",
                "old 1\n\n\n"
            })
    void malformedRequest_isRefused(String start) {
        byte[] bytes = (start + new String(HEAD, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> AddCheckpointRequest.parse(bytes));
    }

    @Test
    void requestOfSixtyFourHashes_isRefused() {
        String line = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        String head = new String(HEAD, StandardCharsets.UTF_8);
        AddCheckpointRequest.parse(("old 1\n" + line.repeat(63) + "\n" + head).getBytes(StandardCharsets.UTF_8));
        byte[] bytes = ("old 1\n" + line.repeat(64) + "\n" + head).getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> AddCheckpointRequest.parse(bytes));
    }

    @Test
    void headWhoseOriginIsNoKeyName_isRefused() {
        String head = new String(HEAD, StandardCharsets.UTF_8);
        for (String origin : List.of("go.sum database tree", "log.example+sandbox", "log.example\u2028sandbox", "")) {
            byte[] bytes = head.replaceFirst("^log.example/sandbox", origin).getBytes(StandardCharsets.UTF_8);
            assertThatExceptionOfType(NoteException.class).as(origin).isThrownBy(() -> SignedHead.parse(bytes));
        }
    }

    @Test
    void keyOfSmallOrder_isRefused() {
        byte[] identity = new byte[32];
        identity[0] = 1;
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> Ed25519PublicKey.of(identity));
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> Ed25519PublicKey.of(new byte[32]));
    }
}
