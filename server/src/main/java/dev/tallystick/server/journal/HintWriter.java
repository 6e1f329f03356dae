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
    private boolean changed;

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
                compare(target, bytes);
                DurableWrite.all(target, buffer, position);
            } catch (IOException e) {
                abandon(target);
            }
        }
        position += bytes;
        buffer.clear();
    }

    private void compare(JournalFile target, int bytes) throws IOException {
        ByteBuffer before = ByteBuffer.allocate(bytes);
        while (before.hasRemaining() && target.read(before, position + before.position()) > 0) {}
        changed |= !before.hasRemaining() && !before.flip().equals(buffer);
    }

    /** Whether there were other hints in the file than those written now. */
    boolean changed() {
        return changed;
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

    /** Writes what is left. */
    void finish() {
        flush();
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
