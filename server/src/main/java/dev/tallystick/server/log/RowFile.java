package dev.tallystick.server.log;

import dev.tallystick.server.journal.DurableWrite;
import dev.tallystick.server.journal.JournalFile;
import dev.tallystick.server.journal.JournalFiles;
import dev.tallystick.server.journal.ReadFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file of rows of one length, one after another and nothing else. One thread appends and cuts; any thread reads rows
 * below {@link #rows}.
 */
final class RowFile implements Closeable {
    private final Path path;
    private final int rowBytes;
    private final JournalFile file;
    private final ReadFile reading;
    private volatile long rows;

    private RowFile(Path path, int rowBytes, JournalFile file, ReadFile reading, long rows) {
        this.path = path;
        this.rowBytes = rowBytes;
        this.file = file;
        this.reading = reading;
        this.rows = rows;
    }

    /** Opens a file, made empty where missing; bytes behind the last whole row are overwritten by the next. */
    static RowFile open(JournalFiles files, Path path, int rowBytes) throws IOException {
        JournalFile file = files.openToWrite(path);
        return new RowFile(path, rowBytes, file, new ReadFile(files, path), file.size() / rowBytes);
    }

    Path path() {
        return path;
    }

    /** How many rows there are. */
    long rows() {
        return rows;
    }

    /** Appends {@code length} bytes of whole rows; in the system's cache when this returns, not yet on the disk. */
    void append(byte[] src, int length) throws IOException {
        long first = rows;
        DurableWrite.all(file, ByteBuffer.wrap(src, 0, length), first * rowBytes);
        rows = first + length / rowBytes;
    }

    /** Copies {@code count} rows from {@code first} on to the target. */
    void read(long first, int count, byte[] target, int offset) throws IOException {
        int length = count * rowBytes;
        int read = reading.read(target, offset, length, first * rowBytes);
        if (read != length) {
            throw new IOException(
                    "expected " + length + " bytes at offset " + first * rowBytes + " of " + path + ", found " + read);
        }
    }

    /** Drops every row from this one on. */
    void cut(long newRows) throws IOException {
        file.truncate(newRows * rowBytes);
        rows = newRows;
    }

    void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        try (reading) {
            file.close();
        }
    }
}
