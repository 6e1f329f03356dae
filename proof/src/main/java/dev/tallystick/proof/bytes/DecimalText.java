package dev.tallystick.proof.bytes;

/** Plain decimals as ASCII digits. Stateless. */
final class DecimalText {
    /** {@link #put} writes at most so many bytes and {@code scale} more. */
    static final int BYTES_MAX = 22;

    private DecimalText() {}

    /**
     * Writes {@code unscaled} / 10^{@code scale} with exactly {@code scale} digits after the point.
     *
     * @return the offset after the last byte
     */
    static int put(long unscaled, int scale, byte[] dest, int offset) {
        int start = offset;
        if (unscaled < 0) {
            dest[start++] = '-';
        }
        // Long.MIN_VALUE has no positive twin, so the digits are taken from the negative side.
        long rest = unscaled < 0 ? unscaled : -unscaled;
        int digits = Math.max(digitCount(rest), scale + 1);
        int end = start + digits + (scale > 0 ? 1 : 0);
        int at = end;
        for (int i = 0; i < digits; i++) {
            if (i == scale && scale > 0) {
                dest[--at] = '.';
            }
            long quotient = rest / 10;
            dest[--at] = (byte) ('0' + (quotient * 10 - rest));
            rest = quotient;
        }
        return end;
    }

    private static int digitCount(long negative) {
        int digits = 1;
        long bound = -10;
        while (digits < 19 && negative <= bound) {
            digits++;
            bound *= 10;
        }
        return digits;
    }
}
