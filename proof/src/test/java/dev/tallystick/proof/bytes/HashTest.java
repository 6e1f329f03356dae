package dev.tallystick.proof.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
    private static final String TEXT = "0x00ff102030405060708090a0b0c0d0e0f0112233445566778899aabbccddeeff";

    @Test
    void parse_text_givesBackTheSameText() {
        Hash hash = Hash.parse(TEXT);
        assertThat(hash)
                .hasToString(TEXT)
                .isEqualTo(Hash.of(hash.toBytes()))
                .hasSameHashCodeAs(Hash.of(hash.toBytes()));
        assertThat(hash.prefix()).isEqualTo(0x00ff_1020_3040_5060L);
        assertThat(hash).isNotEqualTo(Hash.ZERO).isGreaterThan(Hash.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "00ff102030405060708090a0b0c0d0e0f0112233445566778899aabbccddeeff",
                "0x00FF102030405060708090a0b0c0d0e0f0112233445566778899aabbccddeeff",
                "0X00ff102030405060708090a0b0c0d0e0f0112233445566778899aabbccddeeff",
                "0x00ff102030405060708090a0b0c0d0e0f0112233445566778899aabbccddeef",
                "0x00ff102030405060708090a0b0c0d0e0f0112233445566778899aabbccddeefff",
                "0x00ff102030405060708090a0b0c0d0e0f0112233445566778899aabbccddeef\u0661"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hash.parse(text))
                .withMessageStartingWith("A hash must be");
    }

    @Test
    void of_copies_wrap_doesNot() {
        byte[] bytes = new byte[32];
        Hash copied = Hash.of(bytes);
        Hash wrapped = Hash.wrap(bytes);
        bytes[31] = 1;
        assertThat(copied).isEqualTo(Hash.ZERO);
        assertThat(wrapped).isNotEqualTo(Hash.ZERO);
    }

    @Test
    void ofSlice_andCopyTo_useTheOffset() {
        byte[] bytes = new byte[40];
        Hash.parse(TEXT).copyTo(bytes, 3);
        assertThat(Hash.ofSlice(bytes, 3)).hasToString(TEXT);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Hash.ofSlice(bytes, 9));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void of_otherLengths_areRefused(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hash.of(new byte[length]))
                .withMessage("A hash has 32 bytes, but " + length + " were given.");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470, 0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "abc, 0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45, 0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    })
    void digests_ofPublishedInputs_areThePublishedOnes(String input, String keccak256, String sha256) {
        byte[] padded = ("__" + input + "_").getBytes(StandardCharsets.US_ASCII);
        assertThat(Keccak256.hash(padded, 2, input.length())).hasToString(keccak256);
        assertThat(Sha256.hash(padded, 2, input.length())).hasToString(sha256);
    }
}
