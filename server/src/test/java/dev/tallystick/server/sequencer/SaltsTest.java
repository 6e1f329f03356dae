package dev.tallystick.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.record.Salt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SaltsTest {
    private static final int SALTS_A_BLOCK = Salts.BLOCK_BYTES / Salt.LENGTH;

    private final List<byte[]> keysAsked = new ArrayList<>();

    private static Salt next(Salts salts) {
        byte[] salt = new byte[Salt.LENGTH];
        salts.fill(salt);
        return new Salt(salt);
    }

    @Test
    void noSaltComesTwiceAndNoTwoGeneratorsAgree() {
        Set<Salt> seen = new HashSet<>();
        Salts one = new Salts();
        Salts other = new Salts();
        for (int i = 0; i < 3 * SALTS_A_BLOCK; i++) {
            assertThat(seen.add(next(one))).isTrue();
            assertThat(seen.add(next(other))).isTrue();
        }
        assertThat(seen).doesNotContain(Salt.NONE);
    }

    @Test
    void everyBlockTakesAKeyOfItsOwn() {
        Salts salts = new Salts(key -> {
            key[0] = (byte) keysAsked.size();
            keysAsked.add(key);
        });
        List<Salt> firstBlock = new ArrayList<>();
        for (int i = 0; i < SALTS_A_BLOCK; i++) {
            firstBlock.add(next(salts));
        }
        assertThat(keysAsked).hasSize(1);
        assertThat(firstBlock).doesNotContain(next(salts));
        assertThat(keysAsked).hasSize(2);
    }

    @Test
    void theStreamIsThatOfThePublishedCipher() {
        // NIST's known answer (AESAVS, appendix C.1) for AES-256: key of zeros, block of zeros.
        assertThat(next(new Salts(key -> {})))
                .isEqualTo(new Salt(HexFormat.of().parseHex("dc95c078a2408989ad48a21492842087")));
    }
}
