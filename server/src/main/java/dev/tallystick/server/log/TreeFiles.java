package dev.tallystick.server.log;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TileSource;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.server.journal.JournalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree on disk, all of it derived from the journal: {@code entries} holds the leaves' entries, {@code hashes-L} the
 * roots of all full subtrees of 256^L leaves. Every tile and bundle is cut out of these; leaf hashes are computed when
 * they are asked for. One thread {@linkplain #append appends}; any thread reads what was appended before.
 */
final class TreeFiles implements TileSource, Closeable {
    static final String ENTRIES = "entries";
    static final String HASHES = "hashes-";

    /** A hash of level 5 stands for 2^40 leaves, and the file has room for 2^48: decades at any speed. */
    static final int LEVEL_MAX = 5;

    private final RowFile entries;
    private final List<RowFile> levels;

    private final List<ByteSink> completed = new ArrayList<>();
    private CompactRange range = new CompactRange();

    private TreeFiles(RowFile entries, List<RowFile> levels) {
        this.entries = entries;
        this.levels = levels;
        for (int level = 1; level <= LEVEL_MAX; level++) {
            completed.add(new ByteSink(4 * Hash.LENGTH));
        }
    }

    static TreeFiles open(JournalFiles files, Path folder) throws IOException {
        RowFile entries = RowFile.open(files, folder.resolve(ENTRIES), LogEntry.LENGTH);
        List<RowFile> levels = new ArrayList<>();
        for (int level = 1; level <= LEVEL_MAX; level++) {
            levels.add(RowFile.open(files, folder.resolve(HASHES + level), Hash.LENGTH));
        }
        return new TreeFiles(entries, levels);
    }

    /** The size of the largest tree that all files together hold whole. */
    long wholeSize() {
        long size = entries.rows();
        for (int level = 1; level <= LEVEL_MAX; level++) {
            long rows = levels.get(level - 1).rows();
            if (rows < Tile.hashesAt(level, size)) {
                size = rows << (level * Tile.HEIGHT);
            }
        }
        return size;
    }

    /** Drops everything beyond a tree of this size, which must be whole; appending goes on from there. */
    void cut(long size) throws IOException {
        entries.cut(size);
        for (int level = 1; level <= LEVEL_MAX; level++) {
            levels.get(level - 1).cut(Tile.hashesAt(level, size));
        }
        range = edge(size);
    }

    /** The right edge of the tree of this size, from its full subtrees on disk. */
    private CompactRange edge(long size) {
        ByteSink sink = new ByteSink(2 * Long.BYTES * Hash.LENGTH).u64(size);
        long first = 0;
        for (int height = Long.SIZE - 2; height >= 0; height--) {
            if ((size >>> height & 1) == 1) {
                sink.hash(peak(first, height));
                first += 1L << height;
            }
        }
        return CompactRange.fromBytes(sink.toBytes());
    }

    /** The root of the full subtree of 2^height leaves from leaf {@code first} on. */
    private Hash peak(long first, int height) {
        int level = Math.min(height / Tile.HEIGHT, LEVEL_MAX);
        int count = 1 << (height - level * Tile.HEIGHT);
        byte[] hashes = rows(level, first >>> (level * Tile.HEIGHT), count);
        CompactRange subtree = new CompactRange();
        for (int i = 0; i < count; i++) {
            subtree.append(hashes, i * Hash.LENGTH);
        }
        return subtree.root();
    }

    /** Appends the entries, {@link LogEntry#LENGTH} bytes each, one after another. */
    void append(byte[] src, int length) throws IOException {
        for (int at = 0; at < length; at += LogEntry.LENGTH) {
            range.appendEntry(src, at, LogEntry.LENGTH, this::complete);
        }
        entries.append(src, length);
        for (int level = 1; level <= LEVEL_MAX; level++) {
            ByteSink hashes = completed.get(level - 1);
            if (hashes.length() > 0) {
                levels.get(level - 1).append(hashes.array(), hashes.length());
                hashes.reset();
            }
        }
    }

    private void complete(int height, long index, byte[] src, int offset) {
        int level = height / Tile.HEIGHT;
        if (level > 0 && height % Tile.HEIGHT == 0 && level <= LEVEL_MAX) {
            completed.get(level - 1).bytes(src, offset, Hash.LENGTH);
        }
    }

    /** The size of the tree appended so far; for the appending thread. */
    long size() {
        return range.size();
    }

    /** The root of the tree appended so far; for the appending thread. */
    Hash root() {
        return range.root();
    }

    @Override
    public byte[] hashes(Tile tile) {
        return rows(tile.level(), tile.index() << Tile.HEIGHT, tile.width());
    }

    private byte[] rows(int level, long first, int count) {
        byte[] hashes = new byte[count * Hash.LENGTH];
        try {
            if (level > 0) {
                levels.get(level - 1).read(first, count, hashes, 0);
                return hashes;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = entries(first, count);
        for (int i = 0; i < count; i++) {
            TreeHash.leaf(bytes, i * LogEntry.LENGTH, LogEntry.LENGTH).copyTo(hashes, i * Hash.LENGTH);
        }
        return hashes;
    }

    /** The entries from {@code first} on, one after another. */
    byte[] entries(long first, int count) {
        byte[] bytes = new byte[count * LogEntry.LENGTH];
        try {
            entries.read(first, count, bytes, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    /** The bytes of an entry bundle. */
    byte[] bundle(EntryBundle bundle) {
        byte[] bytes = entries(bundle.index() << Tile.HEIGHT, bundle.width());
        ByteSink sink = new ByteSink(bundle.width() * (Short.BYTES + LogEntry.LENGTH));
        for (int at = 0; at < bytes.length; at += LogEntry.LENGTH) {
            EntryBundle.write(bytes, at, LogEntry.LENGTH, sink);
        }
        return sink.toBytes();
    }

    /** Makes everything appended before durable. */
    void force() throws IOException {
        for (RowFile level : levels) {
            level.force();
        }
        entries.force();
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        List<RowFile> all = new ArrayList<>(levels);
        all.add(entries);
        for (RowFile file : all) {
            try {
                file.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
