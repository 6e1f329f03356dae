package dev.tallystick.proof.amount;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads one JSON number (RFC 8259, section 6) exactly, in time linear in its text whatever its exponent says.
 *
 * <p>A scan only measures; {@link #value()} builds the number, so callers check {@link #plainDigits()},
 * {@link #scale()} or {@link #plainLength()} first and refuse what would be huge. Keeps a reference to the last
 * text. For one thread at a time.
 */
public final class DecimalScanner {
    private static final int LONG_DIGITS = 18;
    // Far beyond any exponent that a text shorter than 2^31 digits can bring back into range.
    private static final long EXPONENT_BOUND = 1_000_000_000_000L;

    private byte[] src = new byte[0];
    private int start;
    private boolean negative;
    private int digits;
    private int firstNonZero;
    private int lastNonZero;
    private long unscaled;
    private long powerOfTen;

    /** Makes a scanner that has scanned nothing. */
    public DecimalScanner() {}

    /**
     * Scans the number that starts at {@code from}.
     *
     * @param end exclusive bound of the text
     * @return the index after the number; or, if there is none, -1 minus the index of the offending byte
     */
    public int scan(byte[] text, int from, int end) {
        src = text;
        start = from;
        digits = 0;
        firstNonZero = 0;
        lastNonZero = 0;
        unscaled = 0;
        int at = from;
        negative = at < end && text[at] == '-';
        if (negative) {
            at++;
        }
        int afterWhole = scanDigits(at, end);
        boolean leadingZero = afterWhole - at > 1 && text[at] == '0';
        if (leadingZero || afterWhole == at) {
            return -1 - (leadingZero ? at + 1 : at);
        }
        int wholeDigits = digits;
        at = afterWhole;
        if (at < end && text[at] == '.') {
            int afterFraction = scanDigits(at + 1, end);
            if (afterFraction == at + 1) {
                return -1 - afterFraction;
            }
            at = afterFraction;
        }
        powerOfTen = (long) wholeDigits - lastNonZero;
        return at < end && (text[at] | 0x20) == 'e' ? scanExponent(at + 1, end) : at;
    }

    private int scanDigits(int from, int end) {
        int at = from;
        for (; at < end; at++) {
            int digit = src[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            digits++;
            if (digit != 0) {
                firstNonZero = firstNonZero == 0 ? digits : firstNonZero;
                lastNonZero = digits;
            }
            // Overflows harmlessly once there are too many digits: it is not used then.
            unscaled = unscaled * 10 + digit;
        }
        return at;
    }

    private int scanExponent(int from, int end) {
        int at = from;
        boolean minus = at < end && src[at] == '-';
        if (minus || (at < end && src[at] == '+')) {
            at++;
        }
        int firstDigit = at;
        long exponent = 0;
        for (; at < end && src[at] >= '0' && src[at] <= '9'; at++) {
            exponent = Math.min(exponent * 10 + (src[at] - '0'), EXPONENT_BOUND);
        }
        powerOfTen += minus ? -exponent : exponent;
        return at == firstDigit ? -1 - at : at;
    }

    /** Returns whether the number is zero; its sign and exponent then mean nothing. */
    public boolean isZero() {
        return lastNonZero == 0;
    }

    /** Returns how many digits the number has in plain form without leading and trailing zeros of its fraction. */
    public long plainDigits() {
        return isZero() ? 1 : significantDigits() + Math.max(powerOfTen, 0);
    }

    /** Returns how many digits stand after the point in plain form without trailing zeros. */
    public long scale() {
        return isZero() ? 0 : Math.max(-powerOfTen, 0);
    }

    /** Returns the length of the shortest plain form in characters, sign and point included. */
    public long plainLength() {
        long scale = scale();
        long length = scale == 0 ? plainDigits() : Math.max(plainDigits(), scale + 1) + 1;
        return !isZero() && negative ? length + 1 : length;
    }

    /** Returns whether {@link #unscaled()} and {@link #scale()} hold the number. */
    public boolean fitsLong() {
        return isZero() || (digits - firstNonZero < LONG_DIGITS && plainDigits() <= LONG_DIGITS);
    }

    /** Returns the number times 10^{@link #scale()}; only valid if {@link #fitsLong()}. */
    public long unscaled() {
        long shortened = unscaled;
        for (int i = digits - lastNonZero; i > 0 && shortened != 0; i--) {
            shortened /= 10;
        }
        if (powerOfTen > 0 && shortened != 0) {
            shortened *= Powers.ofTen((int) powerOfTen);
        }
        return negative ? -shortened : shortened;
    }

    /**
     * Builds the number without trailing zeros after the point. Its scale is negative only where it {@linkplain
     * #fitsLong() does not fit a long}: so {@code 1e399} stays as small as its text.
     *
     * <p>Takes memory in proportion to the text's digits: check {@link #plainDigits()} first.
     */
    public BigDecimal value() {
        if (isZero()) {
            return BigDecimal.ZERO;
        }
        if (fitsLong()) {
            return BigDecimal.valueOf(unscaled(), Math.toIntExact(scale()));
        }
        BigInteger significant = new BigInteger(significantText());
        return new BigDecimal(negative ? significant.negate() : significant, Math.toIntExact(-powerOfTen));
    }

    private long significantDigits() {
        return lastNonZero - firstNonZero + 1L;
    }

    private String significantText() {
        byte[] text = new byte[(int) significantDigits()];
        int seen = 0;
        int taken = 0;
        for (int at = start; taken < text.length; at++) {
            if (src[at] >= '0' && src[at] <= '9' && ++seen >= firstNonZero) {
                text[taken++] = src[at];
            }
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
