package dev.tallystick.proof.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian integers at any offset of an array; bounds are checked by the virtual machine. */
final class BigEndian {
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    static int u16(byte[] src, int offset) {
        return (short) U16.get(src, offset) & 0xffff;
    }

    static long u32(byte[] src, int offset) {
        return (int) U32.get(src, offset) & 0xffff_ffffL;
    }

    static long u64(byte[] src, int offset) {
        return (long) U64.get(src, offset);
    }

    static void putU16(byte[] dest, int offset, int value) {
        U16.set(dest, offset, (short) value);
    }

    static void putU32(byte[] dest, int offset, int value) {
        U32.set(dest, offset, value);
    }

    static void putU64(byte[] dest, int offset, long value) {
        U64.set(dest, offset, value);
    }
}
