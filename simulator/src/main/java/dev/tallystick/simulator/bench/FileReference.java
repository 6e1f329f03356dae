package dev.tallystick.simulator.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** The least a durable engine can do: appending bytes to a file, with an fdatasync after each write. */
final class FileReference {
    private FileReference() {}

    /**
     * Appends {@code bytes} bytes in {@code writes} writes to a new file, and leaves it there: the next would take the
     * blocks of one that is deleted, and a virtual disk writes those several times as fast as blocks that were never
     * written, which are what a journal takes.
     *
     * @return nanoseconds until the last byte was durable
     */
    static long run(Path path, long bytes, long writes) throws IOException {
        int size = Math.toIntExact(Math.max(1, bytes / writes));
        byte[] content = new byte[size];
        new Random(1).nextBytes(content);
        ByteBuffer buffer = ByteBuffer.allocateDirect(size).put(content);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            long started = System.nanoTime();
            for (long i = 0; i < writes; i++) {
                buffer.clear();
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
                file.force(false);
            }
            return System.nanoTime() - started;
        }
    }
}
