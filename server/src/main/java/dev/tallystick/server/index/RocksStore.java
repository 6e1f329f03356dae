package dev.tallystick.server.index;

import dev.tallystick.ledger.read.LedgerUnreadableException;
import dev.tallystick.server.index.hashes.DamagedRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;

/**
 * The part of the index on disk but for its hashes: RocksDB without its write-ahead log. It changes only by taking in whole sorted files
 * ({@link #ingest}), each of which carries the position it brings the index to, so the position can never part from the
 * rows. Any thread reads; one thread ingests.
 */
final class RocksStore implements AutoCloseable {
    private static final long BLOCK_CACHE_BYTES = 64L << 20;
    private static final int FILTER_BITS_PER_KEY = 10;

    /** So many sorted files are searched side by side before they are merged. */
    private static final int RUNS_BEFORE_MERGE = 8;

    /** Stands in the folder of an index in which a bad block was met while serving. */
    private static final String DAMAGED = "damaged";

    static {
        RocksDB.loadLibrary();
    }

    private final Path folder;
    private final Options options;
    private final LRUCache cache;
    private final BloomFilter filter;
    private final RocksDB db;
    private final LentIterators lent = new LentIterators(this::allRows);

    private RocksStore(Path folder, Options options, LRUCache cache, BloomFilter filter, RocksDB db) {
        this.folder = folder;
        this.options = options;
        this.cache = cache;
        this.filter = filter;
        this.db = db;
    }

    static RocksStore open(Path folder) {
        LRUCache cache = new LRUCache(BLOCK_CACHE_BYTES);
        BloomFilter filter = new BloomFilter(FILTER_BITS_PER_KEY, false);
        Options options = new Options()
                .setCreateIfMissing(true)
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setLevel0FileNumCompactionTrigger(RUNS_BEFORE_MERGE)
                // Never make the writer wait for merging: more files only cost look-ups a little.
                .setLevel0SlowdownWritesTrigger(1_000)
                .setLevel0StopWritesTrigger(2_000)
                .setMaxBackgroundJobs(1)
                // Hashes do not shrink, and merging must leave the cores to requests.
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setWriteBufferSize(1 << 20)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(2)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setFilterPolicy(filter)
                        .setWholeKeyFiltering(true)
                        .setBlockSize(8 << 10)
                        // The first that checks all of a file, its footer included.
                        .setFormatVersion(6));
        try {
            Files.createDirectories(folder);
            if (Files.exists(folder.resolve(DAMAGED))) {
                throw new IndexDamagedException(
                        "the index in " + folder + " was found damaged while it was used",
                        new IOException("the file " + DAMAGED + " exists"));
            }
            return new RocksStore(folder, options, cache, filter, RocksDB.open(options, folder.toString()));
        } catch (RocksDBException e) {
            options.close();
            if (noSpace(e)) {
                throw new IndexUnwritableException("the disk of the index in " + folder + " is full", e);
            }
            throw new IndexDamagedException("the index in " + folder + " cannot be opened: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder of the index, " + folder, e);
        }
    }

    byte @Nullable [] get(byte[] key) {
        try {
            return db.get(key);
        } catch (RocksDBException e) {
            throw damaged(e);
        }
    }

    /** The row with the greatest key that is at most {@code key} and begins with its first {@code prefix} bytes. */
    <T> @Nullable T floor(byte[] key, int prefix, RowReader<T> reader) {
        return lend(rows -> {
            rows.seekForPrev(key);
            boolean found = rows.isValid() && startsWith(rows.key(), key, prefix);
            rows.status();
            return found ? reader.read(rows.key(), rows.value()) : null;
        });
    }

    /** Hands over the rows from {@code key} on, in order, while {@code visitor} answers true. */
    void scan(byte[] key, BiPredicate<byte[], byte[]> visitor) {
        this.<@Nullable Void>lend(rows -> {
            for (rows.seek(key); rows.isValid(); rows.next()) {
                if (!visitor.test(rows.key(), rows.value())) {
                    break;
                }
            }
            rows.status();
            return null;
        });
    }

    /** Lends an iterator to one reader; it sees every row there is at this moment, and may not be kept. */
    <T extends @Nullable Object> T lend(LentIterators.Reader<T> reader) {
        try {
            return lent.lend(reader);
        } catch (RocksDBException e) {
            throw damaged(e);
        }
    }

    /** To be called when an iterator has ended: tells the end of the rows from damage. */
    void requireIntact(RocksIterator rows) {
        try {
            rows.status();
        } catch (RocksDBException e) {
            throw damaged(e);
        }
    }

    /** Reads every block of every file, those that no row stands in included. */
    void requireChecksums() {
        try {
            db.verifyChecksum();
        } catch (RocksDBException e) {
            throw damaged(e);
        }
    }

    /** An iterator over all rows, to be closed by the caller. */
    RocksIterator allRows() {
        return db.newIterator();
    }

    /** A file to write sorted rows to, for {@link #ingest}. */
    SortedFile newSortedFile() {
        return new SortedFile(new EnvOptions(), options, folder.resolve("incoming.sst"));
    }

    /** Takes in the rows of a finished file, all or none, replacing rows with the same keys. */
    void ingest(SortedFile file) {
        try (IngestExternalFileOptions how =
                new IngestExternalFileOptions().setMoveFiles(true).setWriteGlobalSeqno(false)) {
            db.ingestExternalFile(List.of(file.path().toString()), how);
        } catch (RocksDBException e) {
            throw new IndexUnwritableException("cannot take " + file.path() + " into the index", e);
        }
        lent.dropIdle();
    }

    private static boolean noSpace(RocksDBException e) {
        Status status = e.getStatus();
        return (status != null && status.getSubCode() == Status.SubCode.NoSpace)
                || String.valueOf(e.getMessage()).contains("No space left on device");
    }

    /** What to say of an index that cannot be read; from now on every opening refuses it, so that it is built again. */
    IndexDamagedException damaged(Exception e) {
        try {
            Files.writeString(folder.resolve(DAMAGED), "");
        } catch (IOException unmarked) {
            e.addSuppressed(unmarked);
        }
        return new IndexDamagedException("the index in " + folder + " cannot be read (" + e.getMessage() + ")", e);
    }

    /** The same for files of hashes, unless it may pass, as too many open files do: no reason to build anything again. */
    LedgerUnreadableException unreadable(IOException e) {
        return e instanceof DamagedRunException
                ? damaged(e)
                : new IndexUnreadableException("the index cannot be read at present: " + e.getMessage(), e);
    }

    static boolean startsWith(byte[] key, byte[] prefix, int length) {
        return key.length >= length && Arrays.equals(key, 0, length, prefix, 0, length);
    }

    @Override
    public void close() {
        lent.dropIdle();
        db.close();
        options.close();
        filter.close();
        cache.close();
    }

    /** Turns a row into what the caller wants of it. */
    interface RowReader<T> {
        T read(byte[] key, byte[] value);
    }
}
