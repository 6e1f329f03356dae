package dev.tallystick.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder in memory that tells what programs see from what a power failure leaves, and that breaks on demand.
 *
 * <p>Content becomes durable by force, names by forceFolder. {@link #powerFailure} keeps only what is durable; {@link
 * #copy} is what a killed process leaves. One step, counted from 1 over all changing calls, may be made to fail.
 */
public final class SimulatedDisk implements JournalFiles {
    /** How a step fails. */
    public enum Fault {
        /** Nothing happened. */
        LOST_BEFORE,
        /** It happened, but the answer is an error. */
        LOST_AFTER,
        /** Half of the bytes were written, then no space is left; other steps fail as {@link #LOST_BEFORE}. */
        HALF
    }

    private static final class Content {
        private byte[] seen = new byte[0];
        private byte[] durable = new byte[0];
        private final BitSet dirty = new BitSet();

        void flush() {
            durable = Arrays.copyOf(durable, seen.length);
            for (int i = dirty.nextSetBit(0); i >= 0 && i < seen.length; i = dirty.nextSetBit(i + 1)) {
                durable[i] = seen[i];
            }
            dirty.clear();
        }
    }

    private Map<String, Content> names = new TreeMap<>();
    private Map<String, Content> durableNames = new TreeMap<>();
    private long steps;
    private long failAt = Long.MAX_VALUE;
    private Fault fault = Fault.LOST_BEFORE;
    private int writeAtMost = Integer.MAX_VALUE;

    /** Breaks the {@code step}th changing call from now. */
    public void failAt(long step, Fault how) {
        steps = 0;
        failAt = step;
        fault = how;
    }

    /** Makes every write accept at most this many bytes. */
    void writeAtMost(int bytes) {
        writeAtMost = bytes;
    }

    public synchronized long steps() {
        return steps;
    }

    public synchronized byte[] content(String name) {
        return names.get(name).seen;
    }

    public synchronized void put(String name, byte[] bytes) {
        Content content = new Content();
        content.seen = bytes;
        content.durable = bytes;
        names.put(name, content);
        durableNames.put(name, content);
    }

    public synchronized void remove(String name) {
        names.remove(name);
        durableNames.remove(name);
    }

    public synchronized List<String> names() {
        return List.copyOf(names.keySet());
    }

    /** What a killed process leaves: everything written; all of it counts as durable, as nothing else can be told. */
    public synchronized SimulatedDisk copy() {
        SimulatedDisk copy = new SimulatedDisk();
        names.forEach((name, content) -> copy.put(name, content.seen.clone()));
        return copy;
    }

    /** What a power failure leaves: only what was forced. */
    public synchronized SimulatedDisk powerFailure() {
        SimulatedDisk copy = new SimulatedDisk();
        durableNames.forEach((name, content) -> copy.put(name, content.durable.clone()));
        return copy;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void step(Step half, Step whole) throws IOException {
        steps++;
        if (steps != failAt) {
            whole.run();
            return;
        }
        switch (fault) {
            case LOST_BEFORE -> throw new IOException("injected: nothing done");
            case LOST_AFTER -> {
                whole.run();
                throw new IOException("injected: done, answer lost");
            }
            case HALF -> {
                half.run();
                throw new IOException("No space left on device");
            }
        }
    }

    private void step(Step whole) throws IOException {
        step(() -> {}, whole);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    @Override
    public synchronized void createFolder(Path folder) throws IOException {
        step(() -> {});
    }

    @Override
    public synchronized List<String> list(Path folder) {
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized JournalFile openToRead(Path file) throws IOException {
        Content content = names.get(name(file));
        if (content == null) {
            throw new NoSuchFileException(file.toString());
        }
        return new Open(content);
    }

    @Override
    public synchronized JournalFile openToWrite(Path file) throws IOException {
        step(() -> names.computeIfAbsent(name(file), _ -> new Content()));
        return new Open(names.get(name(file)));
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        step(() -> names.put(name(to), names.remove(name(from))));
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        step(() -> names.remove(name(file)));
    }

    @Override
    public synchronized void forceFolder(Path folder) throws IOException {
        step(() -> durableNames = new TreeMap<>(names));
    }

    private final class Open implements JournalFile {
        private final Content content;

        Open(Content content) {
            this.content = content;
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                return content.seen.length;
            }
        }

        @Override
        public int read(ByteBuffer target, long position) {
            synchronized (SimulatedDisk.this) {
                if (position >= content.seen.length) {
                    return -1;
                }
                int bytes = (int) Math.min(target.remaining(), content.seen.length - position);
                target.put(content.seen, (int) position, bytes);
                return bytes;
            }
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                int bytes = Math.min(source.remaining(), writeAtMost);
                step(() -> put(source, bytes / 2, (int) position), () -> put(source, bytes, (int) position));
                return bytes;
            }
        }

        private void put(ByteBuffer source, int bytes, int position) {
            content.seen = Arrays.copyOf(content.seen, Math.max(content.seen.length, position + bytes));
            source.get(content.seen, position, bytes);
            content.dirty.set(position, position + bytes);
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedDisk.this) {
                try {
                    step(content::flush);
                } finally {
                    // As Linux does: what a failed fsync could not write counts as clean, and no later fsync writes it.
                    content.dirty.clear();
                }
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedDisk.this) {
                step(() -> content.seen = Arrays.copyOf(content.seen, (int) Math.min(size, content.seen.length)));
            }
        }

        @Override
        public void close() {}
    }
}
