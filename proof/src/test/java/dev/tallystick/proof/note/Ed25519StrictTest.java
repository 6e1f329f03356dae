package dev.tallystick.proof.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where Ed25519 verifiers part: points with a part of small order. Keys and signatures were computed with a Python program. */
class Ed25519StrictTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String KEY = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8";

    // R is r B (in the first row r is 0), and to it was added nothing or a point of order 2, 4 or 8; S = r + k a. With
    // the cofactor all hold.
    @ParameterizedTest
    @CsvSource({
        "1, 2a, 0100000000000000000000000000000000000000000000000000000000000000f4f393d0120a49db1252da2823fb74d0c0e65fa4e586765e3fea672c5a182d07",
        "1, 00, 2493e1ef00bb2e39ab54ca0e37ab6ae545a02c773f6cedb203ae5fb6c05df5d47915e037c5e339e38eadda353eabd326405163995899a1c505107cb9673c6b06",
        "2, 01, bc2cf659a4dd784dd3daf1bc3d5ce5a23b40cc86c7f2345609a48aa7934e08a62898d84a345770c81ccc17db59a2d201760885fe386e98fb3b4fa52c2f831405",
        "4, 02, 126f393e66f524304e6774eef6c436f0abb1c8c2537471134718f0a8dba6af435f40482938da38d23b524294e466baca890dd30e2bfebe1722eb8220c8a82809",
        "8, 03, 6fd40f07b1eeeb84910fcd183afc8044872336127c583b541e39f40eafd4dd08b3bf86fea7bf4c88d886835b951323211534d5458f9d67850afa073d3972fe06"
    })
    void onlyAnRWithoutAPartOfSmallOrder_holds(int order, String message, String signature) {
        Ed25519PublicKey key = Ed25519PublicKey.of(HEX.parseHex(KEY));
        assertThat(key.verifies(HEX.parseHex(message), HEX.parseHex(signature))).isEqualTo(order == 1);
    }

    @Test
    void keyWithAPartOfSmallOrder_isRefused() {
        byte[] mixed = HEX.parseHex("38fd00c26d1ce27e6f4b55b15fbebffae98052f763b21625375d037af012b0a7");
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> Ed25519PublicKey.of(mixed));
    }
}
