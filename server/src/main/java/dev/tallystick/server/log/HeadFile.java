package dev.tallystick.server.log;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.server.journal.DurableWrite;
import dev.tallystick.server.journal.JournalFile;
import dev.tallystick.server.journal.JournalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file of the newest signed head: two slots written by turns, so that a write torn by a power failure leaves the head
 * before it. Layout: docs/formats/log-folder.md. Written by one thread at a time; forcing may run beside it.
 */
final class HeadFile implements Closeable {
    static final String NAME = "head";
    static final int SLOT_BYTES = 1024;
    static final int FORMAT = 1;

    private static final int SLOTS = 2;
    private static final int CRC_AT = SLOT_BYTES - Integer.BYTES;

    /** "TALLYHED". */
    private static final long MAGIC = 0x54414c4c59484544L;

    private final JournalFile file;
    private long counter;

    private HeadFile(JournalFile file, long counter) {
        this.file = file;
        this.counter = counter;
    }

    /**
     * A head as stored.
     *
     * @param counter how many heads were written before it
     * @param durable how many leaves were surely on the disk in the derived files when it was written
     */
    record Stored(long counter, long durable, SignedHead head) {}

    /**
     * What the file holds.
     *
     * @param newest the newest whole slot
     * @param other the other slot if whole
     * @param damage where and how the other slot is not as it was written, or null
     */
    record Content(
            Stored newest, @Nullable Stored other, @Nullable String damage) {}

    /** Makes the file with this head in both slots, durably. */
    static HeadFile create(JournalFiles files, Path folder, SignedHead head, long durable) throws IOException {
        HeadFile created = new HeadFile(files.openToWrite(folder.resolve(NAME)), 0);
        created.write(head, durable);
        created.write(head, durable);
        created.force();
        files.forceFolder(folder);
        return created;
    }

    /** Opens the file to write on after what was read from it. */
    static HeadFile open(JournalFiles files, Path folder, Content content) throws IOException {
        return new HeadFile(
                files.openToWrite(folder.resolve(NAME)), content.newest().counter() + 1);
    }

    /**
     * Reads the file.
     *
     * @throws LogException neither slot is whole
     */
    static Content read(JournalFiles files, Path folder) throws IOException {
        Path path = folder.resolve(NAME);
        byte[] bytes = new byte[SLOTS * SLOT_BYTES];
        try (JournalFile opened = files.openToRead(path)) {
            long size = opened.size();
            ByteBuffer target = ByteBuffer.wrap(bytes);
            while (target.hasRemaining() && opened.read(target, target.position()) > 0) {}
            if (size != bytes.length) {
                throw damaged(path + ": expected " + bytes.length + " bytes, found " + size);
            }
        }
        Object first = slot(path, bytes, 0);
        Object second = slot(path, bytes, 1);
        if (first instanceof Stored a && second instanceof Stored b) {
            return a.counter() > b.counter() ? new Content(a, b, null) : new Content(b, a, null);
        }
        if (first instanceof Stored a) {
            return new Content(a, null, second.toString());
        }
        if (second instanceof Stored b) {
            return new Content(b, null, first.toString());
        }
        throw damaged(first + "; " + second);
    }

    private static LogException damaged(String how) {
        return new LogException("The log's head file is damaged: " + how
                + ". It tells how far the log was signed and must not be made anew. Restore the folder of the plane from a"
                + " complete copy.");
    }

    /** A {@link Stored}, or a text that says what is wrong. */
    private static Object slot(Path path, byte[] bytes, int slot) {
        int at = slot * SLOT_BYTES;
        String where = "file " + path + ", offset " + at + ": expected ";
        ByteSource source = new ByteSource(bytes, at, SLOT_BYTES);
        int crc = crc(bytes, at);
        int stored = (int) new ByteSource(bytes, at + CRC_AT, Integer.BYTES).u32();
        if (crc != stored) {
            return where + "a slot with checksum " + hex(crc) + ", found " + hex(stored);
        }
        long magic = source.u64();
        long format = source.u32();
        if (magic != MAGIC || format != FORMAT) {
            return where + "the letters TALLYHED and format " + FORMAT + ", found others";
        }
        long counter = source.u64();
        long durable = source.u64();
        int length = source.u16();
        if (length > source.remaining() - Integer.BYTES) {
            return where + "a head that fits the slot, found one of " + length + " bytes";
        }
        try {
            return new Stored(counter, durable, SignedHead.parse(source.bytes(length)));
        } catch (NoteException e) {
            return where + "a signed head, found: " + e.getMessage();
        }
    }

    private static int crc(byte[] bytes, int slotAt) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, slotAt, CRC_AT);
        return (int) crc.getValue();
    }

    private static String hex(int value) {
        return HexFormat.of().toHexDigits(value);
    }

    /** Writes the next slot; in the system's cache when this returns. */
    void write(SignedHead head, long durable) throws IOException {
        byte[] note = head.note().received();
        ByteSink sink = new ByteSink(SLOT_BYTES)
                .u64(MAGIC)
                .u32(FORMAT)
                .u64(counter)
                .u64(durable)
                .u16(note.length)
                .bytes(note);
        if (sink.length() > CRC_AT) {
            throw new IOException("a signed head of " + note.length + " bytes does not fit the head file's slot");
        }
        byte[] slot = Arrays.copyOf(sink.array(), SLOT_BYTES);
        Arrays.fill(slot, sink.length(), SLOT_BYTES, (byte) 0);
        byte[] check = new ByteSink(Integer.BYTES).u32(crc(slot, 0)).toBytes();
        System.arraycopy(check, 0, slot, CRC_AT, check.length);
        DurableWrite.all(file, ByteBuffer.wrap(slot), counter % SLOTS * SLOT_BYTES);
        counter++;
    }

    void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
