package dev.tallystick.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file read by many threads, opened at the first read.
 *
 * <p>The platform closes a channel when a thread that reads from it is interrupted. One caller's interrupt must not end
 * everybody's reading, so the file is opened again and the interrupt is handed on after the read. Thread-safe.
 */
public final class ReadFile implements Closeable {
    // A larger heap buffer would make the platform keep a direct buffer of that size for each thread.
    private static final int SLICE = 1 << 20;

    private final JournalFiles files;
    private final Path path;
    private volatile @Nullable JournalFile current;
    private boolean closed;

    /** Names a file to be read; nothing is opened yet. */
    public ReadFile(JournalFiles files, Path path) {
        this.files = files;
        this.path = path;
    }

    /** Which file. */
    public Path path() {
        return path;
    }

    /** Reads {@code length} bytes, or as many as there are before the end of the file; returns how many. */
    public int read(byte[] target, int offset, int length, long position) throws IOException {
        boolean interrupted = false;
        int done = 0;
        try {
            while (done < length) {
                JournalFile file = file();
                try {
                    int slice = Math.min(SLICE, length - done);
                    int read = file.read(ByteBuffer.wrap(target, offset + done, slice), position + done);
                    if (read < 0) {
                        break;
                    }
                    done += read;
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    reopen(file);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return done;
    }

    /** Returns the size in bytes. */
    public long size() throws IOException {
        return file().size();
    }

    private JournalFile file() throws IOException {
        JournalFile file = current;
        return file != null ? file : openOnce();
    }

    private synchronized JournalFile openOnce() throws IOException {
        if (closed) {
            throw new IllegalStateException("The journal is closed; " + path + " can no longer be read.");
        }
        JournalFile file = current;
        if (file == null) {
            file = files.openToRead(path);
            current = file;
        }
        return file;
    }

    // Which of the opened files broke is a question of identity.
    @SuppressWarnings("ReferenceEquality")
    private synchronized void reopen(JournalFile broken) {
        if (current == broken) {
            current = null;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        JournalFile file = current;
        current = null;
        if (file != null) {
            file.close();
        }
    }
}
