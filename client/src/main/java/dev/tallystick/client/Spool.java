package dev.tallystick.client;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Rows that are not acknowledged yet, in a file: a line each, eight hex digits of the CRC-32 of what follows, a space,
 * and the row as JSON. Each append is one write and one fsync. A torn last line was never promised and is cut; any
 * other damage is refused. Acknowledged rows leave the file when there are no others, or when they outnumber the
 * others; until then they are sent again after a restart, which their references make harmless. Next to it lies a file
 * that is only locked. For one thread at a time.
 */
final class Spool implements AutoCloseable {
    private static final int CRC_LENGTH = 8;
    private static final int DEPTH_MAX = 40;
    private static final int REWRITE_ROWS_MIN = 1_000;

    private final Path file;
    private final FileChannel lock;
    private FileChannel channel;
    private long length;
    private int rows;
    private boolean broken;

    private Spool(Path file, FileChannel lock, FileChannel channel) {
        this.file = file;
        this.lock = lock;
        this.channel = channel;
    }

    /** What was opened: the spool and the rows that were in it. */
    record Opened(Spool spool, List<Delta> rows) {}

    static Opened open(Path file) {
        try {
            FileChannel lock = FileChannel.open(
                    file.resolveSibling(file.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            try {
                if (lock.tryLock() == null) {
                    throw new SpoolException(file, "another process uses it; give each one its own.", null);
                }
                Spool spool = new Spool(file, lock, opened(file));
                return new Opened(spool, spool.read());
            } catch (OverlappingFileLockException e) {
                lock.close();
                throw new SpoolException(file, "another queue of this program uses it.", e);
            } catch (RuntimeException | IOException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new SpoolException(file, "cannot be opened: " + e, e);
        }
    }

    private static FileChannel opened(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private List<Delta> read() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<Delta> rows = new ArrayList<>();
        int start = 0;
        while (start < bytes.length) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            if (end == bytes.length || !whole(line)) {
                if (end + 1 < bytes.length) {
                    throw new SpoolException(
                            file,
                            "damaged at offset " + start + "; move it away and compare it with the server.",
                            null);
                }
                break;
            }
            rows.add(row(line.substring(CRC_LENGTH + 1), start));
            start = end + 1;
        }
        this.rows = rows.size();
        length = start;
        channel.truncate(length);
        channel.force(true);
        return rows;
    }

    private static boolean whole(String line) {
        return line.length() > CRC_LENGTH
                && line.substring(0, CRC_LENGTH + 1)
                        .equals(crc(line.substring(CRC_LENGTH + 1).getBytes(StandardCharsets.UTF_8)) + " ");
    }

    private Delta row(String json, int start) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        try {
            if (JsonReader.parse(utf8, 0, utf8.length, DEPTH_MAX) instanceof JsonObject object) {
                return new Delta(DeltaJson.read(new Members(object, "a row")));
            }
        } catch (JsonException | UnexpectedReplyException e) {
            throw new SpoolException(file, "the row at offset " + start + " is no delta: " + e.getMessage(), e);
        }
        throw new SpoolException(file, "the row at offset " + start + " is no object.", null);
    }

    private static String crc(byte[] json) {
        CRC32 crc = new CRC32();
        crc.update(json);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** Appends rows; when this returns, they survive a crash. */
    void append(List<Delta> added) {
        usable();
        try {
            length += write(channel, length, added);
            rows += added.size();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static long write(FileChannel to, long at, List<Delta> added) throws IOException {
        ByteSink sink = new ByteSink(512);
        for (Delta row : added) {
            byte[] json = json(row);
            sink.ascii(crc(json)).u8(' ').bytes(json).u8('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(sink.array(), 0, sink.length());
        while (bytes.hasRemaining()) {
            to.write(bytes, at + bytes.position());
        }
        to.force(false);
        return sink.length();
    }

    static byte[] json(Delta row) {
        ByteSink sink = new ByteSink(512);
        DeltaJson.write(row.item(), new JsonWriter(sink));
        return sink.toBytes();
    }

    /** Tells which rows are not acknowledged yet. */
    void acknowledged(Collection<Delta> left) {
        usable();
        try {
            if (left.isEmpty()) {
                channel.truncate(0);
                channel.force(true);
                length = 0;
                rows = 0;
            } else if (rows > 2 * Math.max(left.size(), REWRITE_ROWS_MIN)) {
                rewrite(List.copyOf(left));
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    // The new file is whole on disk before it takes the old one's name: a crash leaves one or the other.
    private void rewrite(List<Delta> left) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        FileChannel fresh = opened(next);
        try {
            length = write(fresh, 0, left);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (RuntimeException | IOException e) {
            fresh.close();
            throw e;
        }
        channel.close();
        channel = fresh;
        rows = left.size();
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel directory = FileChannel.open(folder)) {
                directory.force(true);
            }
        }
    }

    private void usable() {
        if (broken) {
            throw new SpoolException(
                    file, "an earlier write failed, so what is in it is not known; open it again.", null);
        }
    }

    // After a failed write or fsync the file's end is not known: nothing more may be promised.
    private SpoolException failed(IOException e) {
        broken = true;
        return new SpoolException(file, "cannot be written: " + e, e);
    }

    @Override
    public void close() {
        try {
            channel.close();
            lock.close();
        } catch (IOException e) {
            throw new SpoolException(file, "cannot be closed: " + e, e);
        }
    }
}
