package dev.tallystick.server.compare;

import dev.tallystick.ledger.outcome.RefusedException;
import java.io.IOException;
import java.io.InputStream;

/** Cuts a stream into lines without keeping more than one of them. For one thread. */
final class Lines {
    private static final int WINDOW = 64 << 10;

    private final InputStream in;
    private final int lineMax;
    private byte[] window = new byte[WINDOW];
    private int at;
    private int end;
    private boolean ended;
    private int start;
    private int length;
    private long number;

    Lines(InputStream in, int lineMax) {
        this.in = in;
        this.lineMax = lineMax;
    }

    /**
     * Moves to the next line; the accessors then describe it.
     *
     * @return false after the last
     * @throws RefusedException the line is too long
     */
    boolean next() throws IOException {
        int scan = at;
        while (true) {
            for (; scan < end; scan++) {
                if (window[scan] == '\n') {
                    take(scan, scan + 1);
                    return true;
                }
            }
            if (ended) {
                if (at == end) {
                    return false;
                }
                take(end, end);
                return true;
            }
            if (end - at > lineMax) {
                throw RowProblem.invalid(
                        number + 1, "body", "a line may have at most " + lineMax + " bytes; this one has more.");
            }
            scan = fill(scan);
        }
    }

    /** Makes room, reads more and returns where to go on looking. */
    private int fill(int scan) throws IOException {
        int kept = end - at;
        if (at > 0) {
            System.arraycopy(window, at, window, 0, kept);
        }
        int looked = scan - at;
        at = 0;
        end = kept;
        int count = in.read(window, end, window.length - end);
        ended = count < 0;
        end += Math.max(0, count);
        return looked;
    }

    private void take(int lineEnd, int next) {
        start = at;
        length = lineEnd - at;
        if (length > 0 && window[lineEnd - 1] == '\r') {
            length--;
        }
        at = next;
        number++;
    }

    byte[] bytes() {
        return window;
    }

    int start() {
        return start;
    }

    /** Without the line's end. */
    int length() {
        return length;
    }

    /** From 1. */
    long number() {
        return number;
    }
}
