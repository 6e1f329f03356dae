package dev.tallystick.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes a segment's offsets file anew while the segment is read, as long as that works: hints are not worth an error. */
final class HintWriter implements Closeable {
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    private @Nullable JournalFile file;
    private long position;

    HintWriter(JournalFiles files, Path path) {
        try {
            file = files.openToWrite(path);
        } catch (IOException e) {
            file = null;
        }
    }

    /** Adds the entries of the cursor's frame; frames must come in order, from the segment's first. */
    void add(FrameCursor cursor) {
        for (int i = 0; i < cursor.count(); i++) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putInt((int) cursor.eventPosition(i));
        }
    }

    private void flush() {
        buffer.flip();
        JournalFile target = file;
        int bytes = buffer.remaining();
        if (target != null) {
            try {
                DurableWrite.all(target, buffer, position);
            } catch (IOException e) {
                abandon(target);
            }
        }
        position += bytes;
        buffer.clear();
    }

    private void abandon(JournalFile target) {
        file = null;
        try (target) {
            buffer.clear();
        } catch (IOException e) {
            // The first error decided already.
            buffer.clear();
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        JournalFile target = file;
        if (target != null) {
            target.close();
        }
    }
}
