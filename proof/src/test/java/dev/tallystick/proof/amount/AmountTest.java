package dev.tallystick.proof.amount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
    private static final String NINES_38 = "9".repeat(38);

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "-0.000e5, 0",
        "0e999999999999999999999, 0",
        "42.50, 42.5",
        "-42.5, -42.5",
        "4.25E1, 42.5",
        "4.25e+1, 42.5",
        "100e-2, 1",
        "1200, 1200",
        "1e-18, 0.000000000000000001",
        "10e-19, 0.000000000000000001",
        "1.000000000000000000000, 1",
        "1.000000000000000001, 1.000000000000000001",
        "0.000000000000000000000000000000000000000001e30, 0.000000000001",
        "1e37, 10000000000000000000000000000000000000",
        "0.1e38, 10000000000000000000000000000000000000",
        "12345678901234567890.123456789012345678, 12345678901234567890.123456789012345678",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "9223372036854775808, 9223372036854775808"
    })
    void parse_withinTheRule_givesTheShortestPlainForm(String text, String plain) {
        Amount amount = Amount.parse(text);
        assertThat(amount).hasToString(plain).isEqualTo(Amount.parse(plain)).hasSameHashCodeAs(Amount.parse(plain));
        assertThat(amount).isEqualByComparingTo(Amount.of(new BigDecimal(plain)));
    }

    @ParameterizedTest
    @CsvSource({
        "1e-19, 'An amount may have at most 18 digits after the point, but this one has 19.'",
        "0.1234567890123456789, 'An amount may have at most 18 digits after the point, but this one has 19.'",
        "1e38, 'An amount may have at most 38 significant digits written out without an exponent, but this one has 39.'",
        "123456789012345678901.123456789012345678, 'An amount may have at most 38 significant digits written out without an exponent, but this one has 39.'",
        "1e999999999, 'An amount may have at most 38 significant digits written out without an exponent, but this one has 1000000000.'",
        "1e-999999999, 'An amount may have at most 18 digits after the point, but this one has 999999999.'"
    })
    void parse_beyondTheRule_isRefusedWithTheFigure(String text, String message) {
        assertThatExceptionOfType(AmountException.class)
                .isThrownBy(() -> Amount.parse(text))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e99999999999999999999999999999",
                "-1e-99999999999999999999999999999",
                "1e2147483648",
                "1e-2147483648"
            })
    void parse_ofAnExponentBeyondAnyInteger_isRefused(String text) {
        assertThatExceptionOfType(AmountException.class).isThrownBy(() -> Amount.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "+1",
                ".5",
                "1.",
                "-.5",
                "01",
                "-01",
                "00",
                "1e",
                "1e+",
                "1e1.5",
                "1 ",
                " 1",
                "1,5",
                "0x10",
                "NaN",
                "Infinity",
                "1_000",
                "1.2.3",
                "--1",
                "\u0661",
                "1\u20ac"
            })
    void parse_ofNoNumber_isRefused(String text) {
        assertThatExceptionOfType(AmountException.class)
                .isThrownBy(() -> Amount.parse(text))
                .withMessageStartingWith("An amount must be a decimal number such as -42.5, but");
    }

    @Test
    void of_decimalsWithExtremeScales_areJudgedWithoutWritingThemOut() {
        for (int scale : new int[] {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -38, 19, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(AmountException.class)
                    .isThrownBy(() -> Amount.of(new BigDecimal(BigInteger.ONE, scale)));
            assertThat(Amount.of(new BigDecimal(BigInteger.ZERO, scale))).isEqualTo(Amount.ZERO);
        }
        assertThat(Amount.of(new BigDecimal("1.50e-17"))).hasToString("0.000000000000000015");
    }

    @Test
    void plus_beyondALong_staysExact() {
        Amount most = Amount.of(Long.MAX_VALUE);
        assertThat(most.plus(Amount.of(1))).hasToString("9223372036854775808");
        assertThat(most.plus(Amount.of(1)).minus(Amount.of(1))).isEqualTo(most);
        assertThat(most.plus(Amount.parse("1e-18"))).hasToString("9223372036854775807.000000000000000001");
        assertThat(Amount.of(Long.MIN_VALUE).negate()).hasToString("9223372036854775808");
        assertThat(Amount.of(Long.MIN_VALUE).abs().negate()).isEqualTo(Amount.of(Long.MIN_VALUE));
        assertThat(Amount.parse(NINES_38).plus(Amount.parse(NINES_38))).hasToString("1" + "9".repeat(37) + "8");
        assertThat(Amount.parse("0.5").plus(Amount.parse("0.5")))
                .isEqualTo(Amount.of(1))
                .hasToString("1");
    }

    @Test
    void fixed128_ofTwentyDigits_isRefused() {
        Amount bound = Amount.parse("1e20");
        for (Amount amount : new Amount[] {bound, bound.negate()}) {
            assertThatExceptionOfType(AmountException.class)
                    .isThrownBy(() -> amount.writeFixed128(new byte[16], 0))
                    .withMessage("A balance must stay below 100000000000000000000 in magnitude, but this one is "
                            + amount + ".");
        }
        byte[] beyond = BigInteger.TEN.pow(38).toByteArray();
        assertThat(beyond).hasSize(16);
        assertThatExceptionOfType(AmountException.class).isThrownBy(() -> Amount.readFixed128(beyond, 0));
    }
}
