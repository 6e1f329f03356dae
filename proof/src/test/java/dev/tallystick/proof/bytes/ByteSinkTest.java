package dev.tallystick.proof.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSinkTest {
    private static String hex(ByteSink sink) {
        return HexFormat.of().formatHex(sink.toBytes());
    }

    @Test
    void integers_areBigEndian_andGrowTheBuffer() {
        ByteSink sink = new ByteSink(0).u8(0x1ff).u16(0x10203).u32(0xcafebabe).u64(-2);
        assertThat(hex(sink)).isEqualTo("ff" + "0203" + "cafebabe" + "fffffffffffffffe");
        ByteSource source = new ByteSource(sink.array(), 0, sink.length());
        assertThat(source.u8()).isEqualTo(255);
        assertThat(source.u16()).isEqualTo(0x203);
        assertThat(source.u32()).isEqualTo(0xcafebabeL);
        assertThat(source.u64()).isEqualTo(-2);
        assertThat(source.remaining()).isZero();
    }

    @Test
    void lengthsKnownLater_arePutInPlace_andTheTailCanBeDropped() {
        ByteSink sink = new ByteSink(1).u32(0).u16(0).ascii("abc").hash(Hash.ZERO);
        sink.putU32At(0, 7);
        sink.putU16At(4, 3);
        sink.truncate(9);
        assertThat(hex(sink)).isEqualTo("00000007" + "0003" + "616263");
        sink.reset();
        assertThat(sink.length()).isZero();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> sink.putU32At(0, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> sink.truncate(1));
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "127, 7f", "128, 8001", "300, ac02", "-1, ffffffffffffffffff01"})
    void varint_isUnsignedLeb128(long value, String hex) {
        assertThat(hex(new ByteSink(0).varint(value))).isEqualTo(hex);
    }

    @Property
    void varint_comesBack(@ForAll long value) {
        ByteSink sink = new ByteSink(0).varint(value);
        ByteSource source = new ByteSource(sink.toBytes());
        assertThat(source.varint()).isEqualTo(value);
        assertThat(source.remaining()).isZero();
    }

    @Property
    void utf8_ofValidText_isWhatTheRuntimeWrites(@ForAll String text) {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        boolean valid = new String(expected, StandardCharsets.UTF_8).equals(text);
        ByteSink sink = new ByteSink(0).u8(7);
        if (valid) {
            sink.utf8(text);
            assertThat(sink.toBytes()).startsWith(7).endsWith(expected).hasSize(expected.length + 1);
            assertThat(new ByteSource(sink.array(), 1, expected.length).utf8(expected.length))
                    .isEqualTo(text);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> sink.utf8(text));
            assertThat(sink.length()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\ud83d\ud83d\ude00", "\u00e9\ud83dx"})
    void utf8_ofALoneSurrogate_isRefused(String text) {
        ByteSink sink = new ByteSink(0);
        assertThatIllegalArgumentException().isThrownBy(() -> sink.utf8(text)).withMessageContaining("lone surrogate");
        assertThat(sink.length()).isZero();
    }

    @Test
    void utf8_ofPartOfAText_doesNotSeeTheRest() {
        assertThat(hex(new ByteSink(0).utf8("x\u20acy", 1, 2))).isEqualTo("e282ac");
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteSink(0).utf8("\ud83d\ude00", 0, 1));
    }

    @Test
    void ascii_ofAnythingElse_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ByteSink(0).ascii("caf\u00e9"))
                .withMessage("Expected ASCII text, but character 4 is U+00E9.");
    }

    @Property
    void decimal_isThePlainText(@ForAll long unscaled, @ForAll @IntRange(max = 400) int scale) {
        String text = new String(new ByteSink(0).decimal(unscaled, scale).toBytes(), StandardCharsets.US_ASCII);
        assertThat(text).isEqualTo(BigDecimal.valueOf(unscaled, scale).toPlainString());
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 9, 10, -10, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE
            })
    void decimal_atTheEdges_isThePlainText(long unscaled) {
        assertThat(new String(new ByteSink(0).decimal(unscaled, 0).toBytes(), StandardCharsets.US_ASCII))
                .isEqualTo(Long.toString(unscaled));
    }
}
