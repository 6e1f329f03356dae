package dev.tallystick.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file on its way to the server; tells on standard error how far a large one has come. For one thread at a time. */
final class SentFile extends FilterInputStream {
    /** Smaller files are sent before anybody wonders. */
    private static final long TOLD_FROM = 8L << 20;

    private static final long STEP = 4L << 20;
    private static final int MIB_BITS = 20;

    private final long size;
    private long sent;
    private long nextTold = STEP;

    private SentFile(InputStream in, long size) {
        super(in);
        this.size = size;
    }

    static InputStream open(Path file) throws IOException {
        return new SentFile(Files.newInputStream(file), Files.size(file));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        sent += Math.max(0, count);
        if (size >= TOLD_FROM && (sent >= nextTold || count < 0)) {
            nextTold = sent + STEP;
            System.err.println(
                    count < 0
                            ? "Sent; comparing."
                            : "Sent " + (sent >> MIB_BITS) + " of " + (size >> MIB_BITS) + " MiB.");
        }
        return count;
    }
}
