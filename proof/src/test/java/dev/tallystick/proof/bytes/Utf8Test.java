package dev.tallystick.proof.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Utf8Test {
    /** Longer than two of the eight-byte steps the decoder takes, from every offset in them. */
    private static final int LONGEST = 19;

    @Test
    void oneWideCharacterIsFoundWhereverItStands() {
        for (int offset = 0; offset < 9; offset++) {
            for (int at = 0; at <= LONGEST; at++) {
                for (String wide : new String[] {"", "\u007f", "\u0080", "é", "€", "😀"}) {
                    String text = "a".repeat(at) + wide + "z".repeat(LONGEST - at);
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    byte[] within = new byte[offset + bytes.length + 1];
                    Arrays.fill(within, (byte) 0xff);
                    System.arraycopy(bytes, 0, within, offset, bytes.length);
                    assertThat(Utf8.decodeAll(within, offset, bytes.length)).isEqualTo(text);
                }
            }
        }
    }

    @Test
    void oneBadByteIsNamedWhereverItStands() {
        for (int length = 1; length <= LONGEST; length++) {
            for (int at = 0; at < length; at++) {
                byte[] bytes = "a".repeat(length).getBytes(StandardCharsets.US_ASCII);
                bytes[at] = (byte) 0x80;
                int bad = at;
                assertThatThrownBy(() -> Utf8.decodeAll(bytes, 0, bytes.length))
                        .isInstanceOfSatisfying(
                                MalformedBytesException.class,
                                e -> assertThat(e.getMessage()).contains("0x80").contains(Integer.toString(bad)));
            }
        }
    }
}
