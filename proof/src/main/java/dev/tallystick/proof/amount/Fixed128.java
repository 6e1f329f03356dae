package dev.tallystick.proof.amount;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The fixed-width form of an amount: its value times 10^18 in 16 bytes, two's complement, big-endian. */
final class Fixed128 {
    private static final int BYTES = 16;
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final BigInteger BOUND = BigInteger.TEN.pow(38);
    private static final BigDecimal VALUE_BOUND = new BigDecimal(BigInteger.TEN.pow(20));

    private Fixed128() {}

    // A long with a scale of 0 to 18 stays below 10^19, so no bound can be met here.
    static void write(long unscaled, int scale, byte[] dest, int offset) {
        long power = Powers.ofTen(Amount.SCALE_MAX - scale);
        U64.set(dest, offset + Long.BYTES, unscaled * power);
        U64.set(dest, offset, Math.multiplyHigh(unscaled, power));
    }

    static void write(BigDecimal value, byte[] dest, int offset) {
        if (value.abs().compareTo(VALUE_BOUND) >= 0) {
            throw new AmountException("A balance must stay below 100000000000000000000 in magnitude, but this one is "
                    + value.toPlainString() + ".");
        }
        byte[] bytes = value.setScale(Amount.SCALE_MAX).unscaledValue().toByteArray();
        int pad = BYTES - bytes.length;
        Arrays.fill(dest, offset, offset + pad, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, dest, offset + pad, bytes.length);
    }

    static long high(byte[] src, int offset) {
        return (long) U64.get(src, offset);
    }

    static long low(byte[] src, int offset) {
        return (long) U64.get(src, offset + Long.BYTES);
    }

    static BigDecimal value(long high, long low) {
        byte[] bytes = new byte[BYTES];
        U64.set(bytes, 0, high);
        U64.set(bytes, Long.BYTES, low);
        BigInteger unscaled = new BigInteger(bytes);
        if (unscaled.abs().compareTo(BOUND) >= 0) {
            throw new AmountException("A balance must stay below 100000000000000000000 in magnitude, but these 16 bytes"
                    + " say " + new BigDecimal(unscaled, Amount.SCALE_MAX).toPlainString() + ".");
        }
        return new BigDecimal(unscaled, Amount.SCALE_MAX);
    }
}
