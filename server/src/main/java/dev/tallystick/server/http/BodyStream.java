package dev.tallystick.server.http;

import io.helidon.common.buffers.DataReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** A request's body while it comes: tells the end from a break, and keeps the time limit moving. For one thread. */
final class BodyStream extends InputStream {
    private final InputStream in;
    private final long length;
    private final Pace pace;
    private final Runnable atEnd;
    private long received;

    /**
     * How slowly a body may come.
     *
     * @param watch whose time limit is set anew at each step
     */
    record Pace(StallGuard.Watch watch, long stepBytes, long stepMillis, long totalMillis) {}

    private final long startedNanos = System.nanoTime();
    private long nextStep;

    /** A body of {@code length} bytes, or of any length if that is negative. */
    BodyStream(InputStream in, long length, Pace pace, Runnable atEnd) {
        this.in = in;
        this.length = length;
        this.pace = pace;
        this.atEnd = atEnd;
        step();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) {
        int count = length >= 0 && received == length ? -1 : next(target, offset, wanted);
        if (count < 0) {
            if (received < length) {
                throw broken();
            }
            // What is left to do has the time of any other request.
            pace.watch().limitTo(pace.stepMillis());
            atEnd.run();
            return -1;
        }
        received += count;
        if (received >= nextStep) {
            step();
        }
        return count;
    }

    private int next(byte[] target, int offset, int wanted) {
        try {
            return in.read(target, offset, wanted);
        } catch (IOException | DataReader.InsufficientDataAvailableException e) {
            throw broken();
        }
    }

    private void step() {
        nextStep = received + pace.stepBytes();
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        pace.watch().limitTo(Math.clamp(pace.totalMillis() - passed, 0, pace.stepMillis()));
    }

    private static ProblemException broken() {
        return Problem.of(400, "MALFORMED_JSON", "The body broke off before its end. Send it whole.")
                .toException();
    }
}
