package dev.tallystick.proof.amount;

import dev.tallystick.proof.bytes.ByteSink;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An exact decimal number without a unit, always in its one normal form: no trailing zeros after the point, a scale of
 * 0 to 18, no negative zero. Equality, hash code and order are numeric.
 *
 * <p>What comes from outside has at most 38 significant digits in plain form, at most 18 of them after the point. Sums
 * and differences are exact and may grow beyond 38 digits. Nothing is ever rounded. Immutable.
 */
public final class Amount implements Comparable<Amount> {
    /** Most digits an amount from outside may have in plain form. */
    public static final int DIGITS_MAX = 38;

    /** Most digits after the point. */
    public static final int SCALE_MAX = 18;

    /** Zero. */
    public static final Amount ZERO = new Amount(0, 0, null);

    // Almost every amount fits a long; big is only set when the normal form's digits do not.
    private final long unscaled;
    private final int scale;
    private final @Nullable BigDecimal big;

    private Amount(long unscaled, int scale, @Nullable BigDecimal big) {
        this.unscaled = unscaled;
        this.scale = scale;
        this.big = big;
    }

    /**
     * Reads a JSON number, plain or with an exponent: {@code -42.5}, {@code 4.25E1}.
     *
     * @throws AmountException if the text is not a JSON number, or has more than 38 digits in plain form or more than
     *     18 after the point; zeros that say nothing are not counted
     */
    public static Amount parse(String number) {
        // Characters beyond Latin-1 become '?', which no number holds.
        byte[] text = number.getBytes(StandardCharsets.ISO_8859_1);
        DecimalScanner scanner = new DecimalScanner();
        int after = scanner.scan(text, 0, text.length);
        if (after != text.length) {
            int at = after < 0 ? -1 - after : after;
            throw new AmountException("An amount must be a decimal number such as -42.5, but "
                    + (at == text.length ? "the text ends too early." : "character " + (at + 1) + " does not belong."));
        }
        requireWireRule(scanner.plainDigits(), scanner.scale());
        if (scanner.fitsLong()) {
            return new Amount(scanner.unscaled(), (int) scanner.scale(), null);
        }
        return normal(unfolded(scanner.value()));
    }

    /** Returns a whole number. */
    public static Amount of(long whole) {
        return whole == 0 ? ZERO : new Amount(whole, 0, null);
    }

    /**
     * Takes a decimal under the same rule as {@link #parse}.
     *
     * @throws AmountException if it has more than 38 digits in plain form or more than 18 after the point
     */
    public static Amount of(BigDecimal value) {
        if (value.signum() == 0) {
            return ZERO;
        }
        // Digits before the point first: with them bounded, no exponent can make the next steps large.
        requireWireRule((long) value.precision() - value.scale(), 0);
        BigDecimal plain = unfolded(value.stripTrailingZeros());
        requireWireRule(plain.precision(), plain.scale());
        return normal(plain);
    }

    private static void requireWireRule(long digits, long scale) {
        if (scale > SCALE_MAX) {
            throw new AmountException(
                    "An amount may have at most 18 digits after the point, but this one has " + scale + ".");
        }
        if (digits > DIGITS_MAX) {
            throw new AmountException(
                    "An amount may have at most 38 significant digits written out without an exponent,"
                            + " but this one has " + digits + ".");
        }
    }

    private static BigDecimal unfolded(BigDecimal stripped) {
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    // Expects the normal form in everything but the choice of representation.
    private static Amount normal(BigDecimal value) {
        BigInteger digits = value.unscaledValue();
        return digits.bitLength() < Long.SIZE
                ? new Amount(digits.longValue(), value.scale(), null)
                : new Amount(0, value.scale(), value);
    }

    private static Amount stripped(long unscaled, int scale) {
        if (unscaled == 0) {
            return ZERO;
        }
        long digits = unscaled;
        int left = scale;
        while (left > 0 && digits % 10 == 0) {
            digits /= 10;
            left--;
        }
        return new Amount(digits, left, null);
    }

    private static Amount stripped(BigDecimal value) {
        if (value.signum() == 0) {
            return ZERO;
        }
        return normal(unfolded(value.stripTrailingZeros()));
    }

    /** Returns the exact sum. */
    public Amount plus(Amount other) {
        if (big == null && other.big == null) {
            int common = Math.max(scale, other.scale);
            long a = Powers.scaledUp(unscaled, common - scale);
            long b = Powers.scaledUp(other.unscaled, common - other.scale);
            long sum = a + b;
            boolean scaled = a != Powers.OVERFLOW && b != Powers.OVERFLOW;
            if (scaled && ((a ^ sum) & (b ^ sum)) >= 0) {
                return stripped(sum, common);
            }
        }
        return stripped(value().add(other.value()));
    }

    /** Returns the exact difference. */
    public Amount minus(Amount other) {
        return plus(other.negate());
    }

    /** Returns the number with the other sign. */
    public Amount negate() {
        return big == null && unscaled != Long.MIN_VALUE
                ? new Amount(-unscaled, scale, null)
                : normal(value().negate());
    }

    /** Returns the number without its sign. */
    public Amount abs() {
        return signum() < 0 ? negate() : this;
    }

    /** Returns -1, 0 or 1. */
    public int signum() {
        return big == null ? Long.signum(unscaled) : big.signum();
    }

    /** Whether {@link #unscaledLong} can tell its digits. */
    public boolean fitsLong() {
        return big == null;
    }

    /** Returns the digits as a whole number, to be divided by ten to the {@link #scale}; 0 if they do not fit. */
    public long unscaledLong() {
        return unscaled;
    }

    /** Returns the number of digits after the point, 0 to 18 for anything read from outside. */
    public int scale() {
        return scale;
    }

    /** Returns {@code unscaled} divided by ten to the {@code scale}, which is at least 0. */
    public static Amount ofUnscaled(long unscaled, int scale) {
        return stripped(unscaled, scale);
    }

    /** Returns the number with a scale of 0 to 18 and no trailing zeros after the point. */
    public BigDecimal value() {
        return big == null ? BigDecimal.valueOf(unscaled, scale) : big;
    }

    /** Appends the shortest plain decimal, the same characters as {@link #toString()}. */
    public void writeTo(ByteSink sink) {
        if (big == null) {
            sink.decimal(unscaled, scale);
        } else {
            sink.ascii(big.toPlainString());
        }
    }

    /**
     * Writes the number times 10^18 as 16 bytes, two's complement, big-endian.
     *
     * @throws AmountException if the magnitude is 10^20 or more
     */
    public void writeFixed128(byte[] dest, int offset) {
        if (big == null) {
            Fixed128.write(unscaled, scale, dest, offset);
        } else {
            Fixed128.write(big, dest, offset);
        }
    }

    /**
     * Reads what {@link #writeFixed128} wrote.
     *
     * @throws AmountException if the magnitude is 10^20 or more
     */
    public static Amount readFixed128(byte[] src, int offset) {
        long high = Fixed128.high(src, offset);
        long low = Fixed128.low(src, offset);
        return high == low >> 63 ? stripped(low, SCALE_MAX) : stripped(Fixed128.value(high, low));
    }

    @Override
    public int compareTo(Amount other) {
        if (big == null && other.big == null && scale == other.scale) {
            return Long.compare(unscaled, other.unscaled);
        }
        int signs = Integer.compare(signum(), other.signum());
        return signs != 0 ? signs : value().compareTo(other.value());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Amount amount
                && unscaled == amount.unscaled
                && scale == amount.scale
                && (big == null ? amount.big == null : amount.big != null && big.compareTo(amount.big) == 0);
    }

    @Override
    public int hashCode() {
        return (big == null ? Long.hashCode(unscaled) : big.unscaledValue().hashCode()) * 31 + scale;
    }

    /** Returns the shortest plain decimal: {@code -42.5}, never {@code -42.50} or {@code 4.25E1}. */
    @Override
    public String toString() {
        return value().toPlainString();
    }
}
