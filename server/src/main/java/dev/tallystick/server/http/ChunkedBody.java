package dev.tallystick.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.util.Arrays;

/** Decodes a chunked body (RFC 9112, 7.1) with a bound on everything. For one use by one thread. */
final class ChunkedBody {
    private static final int LINE_MAX = 256;
    private static final int TRAILERS_MAX = 32;
    private static final int SIZE_DIGITS_MAX = 8;
    private static final int STEP = 16 << 10;

    private final DataReader reader;
    private final int max;
    private final BodyBudget.Lease lease;
    private byte[] bytes = new byte[0];
    private int length;

    ChunkedBody(DataReader reader, int max, BodyBudget.Lease lease) {
        this.reader = reader;
        this.max = max;
        this.lease = lease;
    }

    Body read() {
        for (int size = size(line()); size > 0; size = size(line())) {
            if (size > max - length) {
                throw Problem.tooLarge(max).toException();
            }
            copy(size);
            if (!line().isEmpty()) {
                throw broken("a chunk is longer than it says");
            }
        }
        trailers();
        return new Body(bytes, length);
    }

    private void copy(int size) {
        int rest = size;
        while (rest > 0) {
            reader.ensureAvailable();
            int step = Math.min(Math.min(rest, reader.available()), STEP);
            room(length + step);
            BufferData part = reader.readBuffer(step);
            part.read(bytes, length, step);
            length += step;
            rest -= step;
        }
    }

    private void room(int needed) {
        if (needed > bytes.length) {
            int grown = Math.min(max, Math.max(needed, Math.max(STEP, bytes.length * 2)));
            lease.claim(grown - bytes.length);
            bytes = Arrays.copyOf(bytes, grown);
        }
    }

    private void trailers() {
        for (int i = 0; i <= TRAILERS_MAX; i++) {
            if (line().isEmpty()) {
                return;
            }
        }
        throw broken("it has too many trailers");
    }

    private String line() {
        int length;
        try {
            length = reader.findNewLine(LINE_MAX);
        } catch (DataReader.IncorrectNewLineException e) {
            throw broken("a line does not end with CR and LF");
        }
        if (length >= LINE_MAX) {
            throw broken("a line is too long");
        }
        String line = length == 0 ? "" : reader.readAsciiString(length);
        reader.skip(2);
        return line;
    }

    private static int size(String line) {
        int end = line.indexOf(';');
        String digits = (end < 0 ? line : line.substring(0, end)).stripTrailing();
        if (digits.isEmpty() || digits.length() > SIZE_DIGITS_MAX) {
            throw broken("a chunk size is not hexadecimal");
        }
        long size = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), 16) : -1;
            if (digit < 0) {
                throw broken("a chunk size is not hexadecimal");
            }
            size = (size << 4) | digit;
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    private static ProblemException broken(String how) {
        return Problem.of(400, "MALFORMED_JSON", "The body's chunked encoding is broken: " + how + ".")
                .toException();
    }
}
