package dev.tallystick.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writing all of something, and whole small files that are there completely or not at all. */
public final class DurableWrite {
    private DurableWrite() {}

    /** Writes all remaining bytes; a write that makes no progress is an error. */
    public static void all(JournalFile file, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int written = file.write(bytes, at);
            if (written <= 0) {
                throw new IOException("Expected to write " + bytes.remaining() + " more bytes, wrote none.");
            }
            at += written;
        }
    }

    /** Creates or replaces a file: write aside, fsync, rename, fsync the folder. A crash leaves the old state or the new. */
    static void replace(JournalFiles files, Path folder, String name, byte[] content) throws IOException {
        Path aside = folder.resolve(name + Layout.UNFINISHED_SUFFIX);
        try (JournalFile file = files.openToWrite(aside)) {
            file.truncate(0);
            all(file, ByteBuffer.wrap(content), 0);
            file.force();
        }
        files.rename(aside, folder.resolve(name));
        files.forceFolder(folder);
    }
}
