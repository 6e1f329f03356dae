package dev.tallystick.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file, addressed by position. Reads may run on any thread; everything else on one thread at a time. */
public interface JournalFile extends Closeable {
    /** Returns the size in bytes. */
    long size() throws IOException;

    /** Reads at most the buffer's remaining bytes from the position; returns how many, or -1 at the end (pread). */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes some of the buffer's remaining bytes at the position; returns how many (pwrite). */
    int write(ByteBuffer source, long position) throws IOException;

    /** Makes the content, and the size where reading it back needs it, durable (fdatasync). */
    void force() throws IOException;

    /** Shortens the file. */
    void truncate(long size) throws IOException;
}
