package dev.tallystick.proof.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSourceTest {
    static Stream<Arguments> tooShort() {
        return Stream.of(
                read("u8 of nothing", 0, ByteSource::u8),
                read("u16 of one byte", 1, ByteSource::u16),
                read("u32 of three bytes", 3, ByteSource::u32),
                read("u64 of seven bytes", 7, ByteSource::u64),
                read("hash of 31 bytes", 31, ByteSource::hash),
                read("bytes beyond the slice", 2, source -> source.bytes(3)),
                read("a negative count", 2, source -> source.bytes(-1)),
                read("a huge count", 2, source -> source.skip(Integer.MAX_VALUE)),
                read("text beyond the slice", 2, source -> source.utf8(3)));
    }

    private static Arguments read(String name, int length, Consumer<ByteSource> read) {
        return Arguments.of(name, length, read);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooShort")
    void read_beyondTheSlice_isRefusedWithItsOffset(String name, int length, Consumer<ByteSource> read) {
        // The array goes on, the slice does not.
        ByteSource source = new ByteSource(new byte[64], 5, length);
        assertThatExceptionOfType(MalformedBytesException.class)
                .isThrownBy(() -> read.accept(source))
                .satisfies(e -> assertThat(e.offset()).isEqualTo(5))
                .withMessageEndingWith("(offset 5)");
        assertThat(source.position()).isEqualTo(5);
        assertThat(source.remaining()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "80", "8000", "ff00", "ffffffffffffffffff02", "ffffffffffffffffff81", "80808080808080808080"
            })
    void varint_inAnotherForm_isRefused(String hex) {
        ByteSource source = new ByteSource(HexFormat.of().parseHex(hex));
        assertThatExceptionOfType(MalformedBytesException.class).isThrownBy(source::varint);
        assertThat(source.position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0af",
                "c1bf",
                "c2",
                "c241",
                "e08080",
                "e09fbf",
                "eda080",
                "edbfbf",
                "e282",
                "e28241",
                "f0808080",
                "f08fbfbf",
                "f48fbf",
                "f4908080",
                "f5808080",
                "f8888080",
                "fe",
                "ff"
            })
    void utf8_malformed_isRefusedWhereItStarts(String hex) {
        byte[] bytes = HexFormat.of().parseHex("41" + hex);
        ByteSource source = new ByteSource(bytes);
        assertThatExceptionOfType(MalformedBytesException.class)
                .isThrownBy(() -> source.utf8(bytes.length))
                .satisfies(e -> assertThat(e.offset()).isEqualTo(1));
        assertThat(source.position()).isZero();
    }

    @Example
    void utf8_everyCodePoint_isTakenExactlyWhenTheRuntimeTakesIt() {
        for (int codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
            if (codePoint < 0xd800 || codePoint > 0xdfff) {
                byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                assertThat(Utf8.decode(bytes, 0, bytes.length)).isEqualTo(codePoint);
            }
        }
    }

    @Property(tries = 20_000)
    void utf8_randomBytes_areJudgedAsTheRuntimeJudges(
            @ForAll @Size(max = 6) byte[] bytes, @ForAll @IntRange(min = 0xc0, max = 0xff) int lead) {
        byte[] text = new byte[bytes.length + 1];
        text[0] = (byte) lead;
        for (int i = 0; i < bytes.length; i++) {
            // Mostly continuation bytes, so that many sequences are nearly right.
            text[i + 1] = (byte) (i % 3 == 2 ? bytes[i] : 0x80 | (bytes[i] & 0x3f));
        }
        try {
            String expected = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
            assertThat(new ByteSource(text).utf8(text.length)).isEqualTo(expected);
        } catch (CharacterCodingException e) {
            assertThatExceptionOfType(MalformedBytesException.class)
                    .isThrownBy(() -> new ByteSource(text).utf8(text.length));
        }
    }
}
