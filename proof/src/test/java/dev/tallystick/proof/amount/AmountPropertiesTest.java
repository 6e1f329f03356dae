package dev.tallystick.proof.amount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.proof.bytes.ByteSink;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AmountPropertiesTest {
    /** Every decimal the wire rule allows, the few-digit ones and the edges of a long more often. */
    @Provide
    Arbitrary<BigDecimal> decimals() {
        BigInteger most = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
        Arbitrary<BigInteger> digits = Arbitraries.oneOf(
                Arbitraries.bigIntegers().between(most.negate(), most),
                Arbitraries.longs().map(BigInteger::valueOf),
                Arbitraries.integers().between(-1000, 1000).map(BigInteger::valueOf));
        return Combinators.combine(digits, Arbitraries.integers().between(0, 18))
                .as(BigDecimal::new);
    }

    /** Texts that are JSON numbers, allowed by the wire rule or not. */
    @Provide
    Arbitrary<String> numberTexts() {
        Arbitrary<String> whole = Arbitraries.oneOf(
                Arbitraries.just("0"),
                Arbitraries.strings()
                        .withCharRange('0', '9')
                        .ofMinLength(1)
                        .ofMaxLength(40)
                        .map(s -> "1" + s));
        Arbitrary<String> fraction =
                Arbitraries.strings().withCharRange('0', '9').ofMaxLength(40);
        Arbitrary<String> exponent = Arbitraries.oneOf(
                Arbitraries.just(""), Arbitraries.integers().between(-60, 60).map(e -> (e % 2 == 0 ? "e" : "E") + e));
        return Combinators.combine(Arbitraries.of("", "-"), whole, fraction, exponent)
                .as((sign, w, f, e) -> sign + w + (f.isEmpty() ? "" : "." + f) + e);
    }

    private static BigDecimal normal(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    @Property
    void of_keepsTheValue_inNormalForm(@ForAll("decimals") BigDecimal value) {
        Amount amount = Amount.of(value);
        assertThat(amount.value()).isEqualTo(normal(value));
        assertThat(amount).hasToString(normal(value).toPlainString());
        assertThat(amount.signum()).isEqualTo(value.signum());
        ByteSink sink = new ByteSink(0);
        amount.writeTo(sink);
        assertThat(new String(sink.toBytes(), StandardCharsets.US_ASCII)).isEqualTo(amount.toString());
    }

    @Property(tries = 5000)
    void parse_agreesWithBigDecimal(@ForAll("numberTexts") String text) {
        BigDecimal plain = normal(new BigDecimal(text));
        if (plain.precision() <= 38 && plain.scale() <= 18) {
            assertThat(Amount.parse(text).value()).isEqualTo(plain);
        } else {
            assertThatExceptionOfType(AmountException.class).isThrownBy(() -> Amount.parse(text));
        }
    }

    @Property(tries = 5000)
    void sums_agreeWithBigDecimal(@ForAll("decimals") BigDecimal a, @ForAll("decimals") BigDecimal b) {
        Amount sum = Amount.of(a).plus(Amount.of(b));
        assertThat(sum.value()).isEqualTo(normal(a.add(b)));
        assertThat(Amount.of(a).minus(Amount.of(b)).value()).isEqualTo(normal(a.subtract(b)));
        assertThat(Amount.of(b).plus(Amount.of(a))).isEqualTo(sum).hasSameHashCodeAs(sum);
        assertThat(sum.minus(Amount.of(b))).isEqualTo(Amount.of(a)).hasSameHashCodeAs(Amount.of(a));
    }

    @Property
    void order_agreesWithBigDecimal(@ForAll("decimals") BigDecimal a, @ForAll("decimals") BigDecimal b) {
        assertThat(Integer.signum(Amount.of(a).compareTo(Amount.of(b)))).isEqualTo(a.compareTo(b));
        assertThat(Amount.of(a).equals(Amount.of(b))).isEqualTo(a.compareTo(b) == 0);
    }

    @Property
    void negate_andAbs_agreeWithBigDecimal(@ForAll("decimals") BigDecimal a) {
        assertThat(Amount.of(a).negate().value()).isEqualTo(normal(a.negate()));
        assertThat(Amount.of(a).abs().value()).isEqualTo(normal(a.abs()));
        assertThat(Amount.of(a).plus(Amount.of(a).negate())).isEqualTo(Amount.ZERO);
    }

    @Property(tries = 5000)
    void fixed128_comesBack_orIsRefused(@ForAll("decimals") BigDecimal value) {
        Amount amount = Amount.of(value);
        byte[] bytes = new byte[20];
        if (value.abs().compareTo(BigDecimal.TEN.pow(20)) >= 0) {
            assertThatExceptionOfType(AmountException.class).isThrownBy(() -> amount.writeFixed128(bytes, 2));
            return;
        }
        amount.writeFixed128(bytes, 2);
        assertThat(Amount.readFixed128(bytes, 2)).isEqualTo(amount).hasSameHashCodeAs(amount);
        assertThat(new BigInteger(Arrays.copyOfRange(bytes, 2, 18)))
                .isEqualTo(value.setScale(18).unscaledValue());
        assertThat(new byte[] {bytes[0], bytes[1], bytes[18], bytes[19]}).containsOnly(0);
    }
}
