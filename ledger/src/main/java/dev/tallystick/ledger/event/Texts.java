package dev.tallystick.ledger.event;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.MalformedBytesException;
import org.jspecify.annotations.Nullable;

/** The byte forms of texts, counts and what may be absent, as docs/formats/events.md defines them. Stateless. */
final class Texts {
    private Texts() {}

    /** A text: its length in bytes as a varint, then its UTF-8 bytes. */
    static void write(ByteSink sink, String text) {
        int start = sink.length();
        // Almost every text is ASCII, with as many bytes as characters; counting first would read each one twice.
        sink.varint(text.length());
        int from = sink.length();
        sink.utf8(text);
        int bytes = sink.length() - from;
        if (bytes != text.length()) {
            sink.truncate(start);
            sink.varint(bytes);
            sink.utf8(text);
        }
    }

    static String read(ByteSource source) {
        return source.utf8(count(source));
    }

    /** A length or a number of things: a varint that fits an int. */
    static int count(ByteSource source) {
        int at = source.position();
        long count = source.varint();
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new MalformedBytesException(
                    at, "a length or count of " + Long.toUnsignedString(count) + "; expected at most 2147483647");
        }
        return (int) count;
    }

    /** A byte that is 0 or 1; {@code what} names it in the refusal of any other. */
    static boolean flag(ByteSource source, String what) {
        int flag = source.u8();
        if (flag > 1) {
            throw new MalformedBytesException(
                    source.position() - 1, "byte " + flag + " for " + what + "; expected 0 or 1");
        }
        return flag == 1;
    }

    static void writeOptional(ByteSink sink, @Nullable String text) {
        sink.u8(text == null ? 0 : 1);
        if (text != null) {
            write(sink, text);
        }
    }

    static @Nullable String readOptional(ByteSource source) {
        int present = source.u8();
        if (present > 1) {
            throw new MalformedBytesException(
                    source.position() - 1, "presence byte " + present + " of an optional text; expected 0 or 1");
        }
        return present == 0 ? null : read(source);
    }

    static @Nullable Amount readOptionalAmount(ByteSource source) {
        int at = source.position();
        String text = readOptional(source);
        try {
            return text == null ? null : Amount.parse(text);
        } catch (AmountException e) {
            throw new MalformedBytesException(at, "'" + text + "' is not an amount: " + e.getMessage());
        }
    }
}
