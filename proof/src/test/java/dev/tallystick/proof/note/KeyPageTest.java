package dev.tallystick.proof.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.proof.bytes.Base64Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPageTest {
    private static final String ORIGIN = "log.example/sandbox";

    /** Oldest first. */
    private final List<SignerKey> keys =
            IntStream.range(0, 4).mapToObj(i -> key(ORIGIN, i)).toList();

    private static SignerKey key(String name, int seed) {
        byte[] bytes = new byte[Ed25519PrivateKey.LENGTH];
        bytes[0] = (byte) seed;
        return new SignerKey(name, KeyAlgorithm.ED25519, Ed25519PrivateKey.of(bytes));
    }

    private static String text(SignerKey key) {
        return key.verifier().text();
    }

    private static String line(SignerKey old, SignerKey signer, SignerKey next) {
        byte[] signature = signer.sign(KeyPage.signed(text(old), text(next))).bytes();
        return text(old) + " " + Base64Text.of(signature) + "\n";
    }

    private static String page(List<SignerKey> keys) {
        StringBuilder page = new StringBuilder(text(keys.getLast())).append('\n');
        for (int i = keys.size() - 2; i >= 0; i--) {
            page.append(line(keys.get(i), keys.get(i), keys.get(i + 1)));
        }
        return page.toString();
    }

    private static KeyPage parse(String page) {
        return KeyPage.parse(page.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyKeyIsThere_theNewestFirst_andEveryChangeIsSigned() {
        KeyPage page = parse(page(keys));
        assertThat(page.keys())
                .isEqualTo(keys.reversed().stream().map(SignerKey::verifier).toList());
        assertThat(page.broken()).isNull();
        assertThat(parse(page(keys.subList(0, 1))).broken()).isNull();
    }

    @Test
    void changeThatAnotherKeySigned_isNamed() {
        SignerKey stranger = key(ORIGIN, 9);
        KeyPage page = parse(text(keys.get(2)) + "\n" + line(keys.get(1), stranger, keys.get(2))
                + line(keys.get(0), keys.get(0), keys.get(1)));
        assertThat(page.broken())
                .isEqualTo(
                        new KeyPage.Broken(keys.get(1).verifier(), keys.get(2).verifier()));
    }

    @Test
    void signatureOverAnotherNewKey_isNoSignatureOverThisOne() {
        KeyPage page = parse(text(keys.get(3)) + "\n" + line(keys.get(0), keys.get(0), keys.get(1)));
        assertThat(page.broken())
                .isEqualTo(
                        new KeyPage.Broken(keys.get(0).verifier(), keys.get(3).verifier()));
    }

    @Test
    void noFlippedBitOfAPage_leavesItAsItWas() {
        byte[] bytes = page(keys).getBytes(StandardCharsets.UTF_8);
        KeyPage right = KeyPage.parse(bytes);
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(bytes.length - 1)] ^= (byte) (1 << random.nextInt(8));
            try {
                KeyPage read = KeyPage.parse(flipped);
                assertThat(read.broken() != null || !read.keys().equals(right.keys()))
                        .isTrue();
            } catch (NoteException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "no key\n",
                "SECOND\n",
                "FIRST\nSECOND\n",
                "FIRST\nSECOND AAAA\n",
                "FIRST\nOTHER\n",
                "FIRST\n\n"
            })
    void whatIsNoPage_isRefused(String pattern) {
        String page = pattern.replace("FIRST", text(keys.get(1)))
                .replace("SECOND", text(keys.get(0)) + (pattern.startsWith("SECOND") ? " AAAA" : ""))
                .replace(
                        "OTHER",
                        line(key("another.example/log", 1), keys.get(0), keys.get(1))
                                .strip());
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> parse(page));
    }
}
