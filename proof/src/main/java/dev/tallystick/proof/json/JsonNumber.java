package dev.tallystick.proof.json;

import java.math.BigDecimal;

/**
 * A JSON number as its exact value in one normal form: no trailing zeros after the point, no negative zero, and a scale of
 * 0 or more as long as the number has at most 18 digits before the point. A longer one that ends in zeros has them in a
 * negative scale, so {@code 1e399} takes no more memory than 1.
 *
 * <p>Its shortest plain form has at most 400 characters, which is enough for every IEEE 754 double.
 */
public record JsonNumber(BigDecimal value) implements JsonValue {
    /** Longest plain decimal form in characters, sign and point included. */
    public static final int PLAIN_LENGTH_MAX = 400;

    private static final int LONG_DIGITS = 18;

    /**
     * Brings the value to its normal form.
     *
     * @throws IllegalArgumentException if its plain form is longer than 400 characters
     */
    public JsonNumber {
        value = normal(value);
    }

    /** Returns a whole number. */
    public static JsonNumber of(long whole) {
        return new JsonNumber(BigDecimal.valueOf(whole));
    }

    private static BigDecimal normal(BigDecimal value) {
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        long wholeDigits = (long) value.precision() - value.scale();
        // Digits before the point first: with them bounded, no exponent can make the next steps large.
        requireShort(wholeDigits);
        if (value.scale() == 0 && wholeDigits <= LONG_DIGITS) {
            return value;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        long digits = Math.max(wholeDigits, 1) + Math.max(stripped.scale(), 0);
        requireShort(digits + (stripped.signum() < 0 ? 1 : 0) + (stripped.scale() > 0 ? 1 : 0));
        return stripped.scale() < 0 && wholeDigits <= LONG_DIGITS ? stripped.setScale(0) : stripped;
    }

    private static void requireShort(long plainLength) {
        if (plainLength > PLAIN_LENGTH_MAX) {
            throw new IllegalArgumentException("A JSON number may have at most " + PLAIN_LENGTH_MAX
                    + " characters written out without an exponent, but this one has at least " + plainLength + ".");
        }
    }
}
