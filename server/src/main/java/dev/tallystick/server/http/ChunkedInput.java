package dev.tallystick.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.io.InputStream;

/** Decodes a chunked body (RFC 9112, 7.1) with a bound on everything. For one use by one thread. */
final class ChunkedInput extends InputStream {
    private static final int LINE_MAX = 256;
    private static final int TRAILERS_MAX = 32;
    private static final int SIZE_DIGITS_MAX = 8;
    private static final int STEP = 16 << 10;

    private final DataReader reader;
    private final long max;
    private long received;
    private int left;
    private boolean ended;

    ChunkedInput(DataReader reader, long max) {
        this.reader = reader;
        this.max = max;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Reads at least one byte.
     *
     * @throws ProblemException 413 if there are more than the bound, 400 if the framing is wrong
     */
    @Override
    public int read(byte[] target, int offset, int length) {
        if (ended) {
            return -1;
        }
        if (left == 0) {
            left = size(line());
            if (left == 0) {
                trailers();
                ended = true;
                return -1;
            }
            if (left > max - received) {
                throw Problem.tooLarge(max).toException();
            }
        }
        reader.ensureAvailable();
        int step = Math.min(Math.min(left, reader.available()), Math.min(length, STEP));
        BufferData part = reader.readBuffer(step);
        part.read(target, offset, step);
        left -= step;
        received += step;
        if (left == 0 && !line().isEmpty()) {
            throw broken("a chunk is longer than it says");
        }
        return step;
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
