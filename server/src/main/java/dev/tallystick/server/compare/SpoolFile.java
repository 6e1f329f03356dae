package dev.tallystick.server.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file of blocks, made when the first block comes. It is removed from its folder as soon as it is open where
 * the system allows that (Unix does), and when it is closed otherwise, so that not even a killed process leaves it
 * behind. Nothing in it outlives a request: it is never synced. For one thread.
 */
final class SpoolFile implements AutoCloseable {
    private @Nullable FileChannel channel;
    private long end;

    /** Appends a block and returns where it begins. */
    long append(byte[] bytes, int length) {
        try {
            FileChannel file = open();
            ByteBuffer block = ByteBuffer.wrap(bytes, 0, length);
            long start = end;
            while (block.hasRemaining()) {
                end += file.write(block, end);
            }
            return start;
        } catch (IOException e) {
            throw new SpoolFailedException("cannot write rows to a temporary file", e);
        }
    }

    /** Reads a block of {@code length} bytes into the front of the array. */
    void read(long start, byte[] target, int length) {
        try {
            FileChannel file = open();
            ByteBuffer block = ByteBuffer.wrap(target, 0, length);
            while (block.hasRemaining()) {
                if (file.read(block, start + block.position()) < 0) {
                    throw new IOException("the temporary file ends before byte " + (start + length));
                }
            }
        } catch (IOException e) {
            throw new SpoolFailedException("cannot read rows from a temporary file", e);
        }
    }

    private FileChannel open() throws IOException {
        FileChannel file = channel;
        if (file == null) {
            Path path = Files.createTempFile("tallystick-compare-", ".rows");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            channel = file;
        }
        return file;
    }

    @Override
    public void close() {
        try (FileChannel file = channel) {
            channel = null;
        } catch (IOException e) {
            throw new SpoolFailedException("cannot close a temporary file", e);
        }
    }
}
