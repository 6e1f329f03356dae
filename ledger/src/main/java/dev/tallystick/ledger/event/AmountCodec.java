package dev.tallystick.ledger.event;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.MalformedBytesException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The byte form of an amount in events and index rows: a byte with the number of digits after the point (0 to 18), then
 * the unscaled digits as a zigzag varint; or, when they do not fit 64 bits, that byte + 128, a length byte, and the
 * digits in two's complement, most significant byte first. Stateless.
 */
public final class AmountCodec {
    private static final int WIDE = 0x80;

    private AmountCodec() {}

    /** Appends an amount of scale 0 to 18. */
    public static void encode(Amount amount, ByteSink sink) {
        if (amount.fitsLong()) {
            long unscaled = amount.unscaledLong();
            sink.u8(amount.scale());
            sink.varint((unscaled << 1) ^ (unscaled >> 63));
            return;
        }
        byte[] digits = amount.value().unscaledValue().toByteArray();
        sink.u8(amount.scale() | WIDE);
        sink.u8(digits.length);
        sink.bytes(digits);
    }

    /** One amount, one form: a flipped bit must not go unnoticed because the amount stays the same. */
    private static MalformedBytesException longer(int at) {
        return new MalformedBytesException(at, "an amount that is not in its shortest form");
    }

    /** Reads an amount. */
    public static Amount decode(ByteSource source) {
        int at = source.position();
        int head = source.u8();
        int scale = head & ~WIDE;
        if (scale > Amount.SCALE_MAX) {
            throw new MalformedBytesException(at, "an amount with " + scale + " digits after the point");
        }
        if ((head & WIDE) == 0) {
            long zigzag = source.varint();
            long unscaled = (zigzag >>> 1) ^ -(zigzag & 1);
            if (scale > 0 && unscaled % 10 == 0) {
                throw longer(at);
            }
            return Amount.ofUnscaled(unscaled, scale);
        }
        byte[] digits = source.bytes(source.u8());
        if (digits.length == 0) {
            throw new MalformedBytesException(at, "an amount without digits");
        }
        BigDecimal value = new BigDecimal(new BigInteger(digits), scale);
        try {
            // Running sums may have more digits than a client may send in one amount; their parts before and after the
            // point do not.
            BigDecimal whole = value.setScale(0, RoundingMode.DOWN);
            Amount amount = Amount.of(whole).plus(Amount.of(value.subtract(whole)));
            if (amount.fitsLong()
                    || amount.scale() != scale
                    || digits.length != value.unscaledValue().toByteArray().length) {
                throw longer(at);
            }
            return amount;
        } catch (AmountException e) {
            throw new MalformedBytesException(at, "an amount out of range: " + e.getMessage());
        }
    }
}
