package dev.tallystick.proof.amount;

/** Powers of ten that fit a long, and multiplying by them without losing a digit. */
final class Powers {
    /** What {@link #scaledUp} returns when the product does not fit. */
    static final long OVERFLOW = Long.MIN_VALUE;

    private static final long[] OF_TEN = new long[19];

    static {
        OF_TEN[0] = 1;
        for (int i = 1; i < OF_TEN.length; i++) {
            OF_TEN[i] = OF_TEN[i - 1] * 10;
        }
    }

    private Powers() {}

    /** Returns 10^{@code exponent}, 0 to 18. */
    static long ofTen(int exponent) {
        return OF_TEN[exponent];
    }

    /** Returns {@code value} * 10^{@code exponent}, or {@link #OVERFLOW}. */
    static long scaledUp(long value, int exponent) {
        long power = OF_TEN[exponent];
        long low = value * power;
        return Math.multiplyHigh(value, power) == low >> 63 ? low : OVERFLOW;
    }
}
