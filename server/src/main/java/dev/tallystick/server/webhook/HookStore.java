package dev.tallystick.server.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * What delivery keeps on disk: where each endpoint stands, and the delivery log. RocksDB with its write-ahead log, so that
 * a killed process loses nothing that was {@linkplain #flush flushed}; after a power failure the newest part may be gone:
 * what comes from events is then delivered once more, for the journal still has it. Thread-safe.
 *
 * <pre>
 *   o endpointId                              -> OutletState
 *   p endpointId 0 place                      -> Pending; what was published and not settled
 *   d tenantId 0 noticeId 0 endpointId        -> Delivery; in the order of time, as notice ids are
 * </pre>
 */
final class HookStore implements AutoCloseable {
    /** Deliveries a tenant's log keeps, and how far it may grow beyond before it is cut. */
    static final int LOG_MAX = 10_000;

    private static final int LOG_SLACK = 10_000;
    private static final long CACHE_BYTES = 4L << 20;
    private static final long BUFFER_BYTES = 4L << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final Options options;
    private final LRUCache cache;
    private final BloomFilter filter = new BloomFilter(10, false);
    private final RocksDB db;
    private final DeliveryRows rows;
    private final WriteOptions unsynced = new WriteOptions();
    private final Map<String, Integer> logged = new HashMap<>();

    private final Unwritten unwritten = new Unwritten();

    /** Held by who writes to RocksDB or closes it, and taken before this object's own lock. */
    private final Object writing = new Object();

    private boolean closed;

    HookStore(Path folder) {
        this.cache = new LRUCache(CACHE_BYTES);
        this.options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(BUFFER_BYTES)
                .setMaxBackgroundJobs(1)
                .setMaxTotalWalSize(2 * BUFFER_BYTES)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(2)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
        try {
            Files.createDirectories(folder);
            this.db = RocksDB.open(options, folder.toString());
            this.rows = new DeliveryRows(db, unsynced);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder of the webhooks, " + folder, e);
        } catch (RocksDBException e) {
            throw failed(
                    "cannot open " + folder + ". If it is damaged, delete it: deliveries then begin again"
                            + " with each endpoint's first event",
                    e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static IllegalStateException failed(String what, RocksDBException e) {
        return new IllegalStateException("Webhook storage failed: " + what + " (" + e.getMessage() + ").", e);
    }

    /** Where an endpoint's deliveries stood at the last {@link #flush}, or null. */
    synchronized @Nullable OutletState state(String endpointId) {
        try {
            byte[] bytes = db.get(ascii("o" + endpointId));
            return bytes == null ? null : OutletState.of(bytes);
        } catch (RocksDBException e) {
            throw failed("cannot read", e);
        }
    }

    /** Keeps where an endpoint stands, with the next {@link #flush}. */
    void state(String endpointId, OutletState state) {
        unwritten.put(endpointId, state.toBytes());
    }

    /** Forgets an endpoint that was deleted. */
    void forget(String endpointId) {
        synchronized (writing) {
            if (isClosed()) {
                return;
            }
            unwritten.forget(endpointId);
            try {
                db.delete(unsynced, ascii("o" + endpointId));
                PublishedRows.forget(db, unsynced, endpointId);
            } catch (RocksDBException e) {
                throw failed("cannot write", e);
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Keeps a delivery as it stands now, with the next {@link #flush}. */
    void delivery(Delivery delivery) {
        unwritten.put(delivery);
    }

    /** The delivery of a notice to an endpoint, or null. */
    @Nullable
    Delivery delivery(String tenantId, String noticeId, String endpointId) {
        Unwritten.Key key = new Unwritten.Key(tenantId, noticeId, endpointId);
        Delivery waiting = unwritten.delivery(key);
        return waiting != null ? waiting : written(key);
    }

    private synchronized @Nullable Delivery written(Unwritten.Key key) {
        if (closed) {
            return null;
        }
        try {
            byte[] bytes = db.get(DeliveryRows.key(key));
            return bytes == null ? null : Delivery.of(key.tenantId(), key.endpointId(), key.noticeId(), bytes);
        } catch (RocksDBException e) {
            throw failed("cannot read", e);
        }
    }

    /** The tenant's deliveries, newest first. */
    List<Delivery> deliveries(String tenantId, Predicate<Delivery> wanted) {
        flush();
        synchronized (this) {
            return closed ? new ArrayList<>() : rows.newestFirst(tenantId, wanted);
        }
    }

    /** What was published to an endpoint and not settled, in the order of its places. */
    List<Pending> published(String endpointId) {
        flush();
        synchronized (this) {
            return closed ? List.of() : PublishedRows.read(db, endpointId);
        }
    }

    /** Keeps a published notice as it stands, under its place, with the next {@link #flush}. */
    void publish(String endpointId, Pending each) {
        unwritten.put(new Unwritten.Published(endpointId, each.place), Optional.of(PublishedRows.value(each)));
    }

    /** A published notice was delivered or given up. */
    void settled(String endpointId, long place) {
        unwritten.put(new Unwritten.Published(endpointId, place), Optional.empty());
    }

    /** Writes what was kept since the last time, all or nothing, and cuts logs that have grown too long. */
    void flush() {
        synchronized (writing) {
            // Only who holds this lock closes.
            if (isClosed()) {
                return;
            }
            Unwritten.Part part = unwritten.take();
            if (part.isEmpty()) {
                return;
            }
            boolean done = false;
            try {
                write(part);
                done = true;
            } catch (RocksDBException e) {
                throw failed("cannot write", e);
            } finally {
                unwritten.settle(part, done);
            }
        }
    }

    private void write(Unwritten.Part part) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            for (Map.Entry<String, byte[]> state : part.states().entrySet()) {
                batch.put(ascii("o" + state.getKey()), state.getValue());
            }
            for (Map.Entry<Unwritten.Published, Optional<byte[]>> row :
                    part.published().entrySet()) {
                byte[] key = PublishedRows.key(row.getKey());
                if (row.getValue().isPresent()) {
                    batch.put(key, row.getValue().get());
                } else {
                    batch.delete(key);
                }
            }
            for (Map.Entry<Unwritten.Key, Delivery> delivery : part.deliveries().entrySet()) {
                batch.put(
                        DeliveryRows.key(delivery.getKey()), delivery.getValue().toBytes());
                logged.merge(delivery.getKey().tenantId(), 1, Integer::sum);
            }
            db.write(unsynced, batch);
        }
        for (Map.Entry<String, Integer> count : logged.entrySet()) {
            if (count.getValue() > LOG_SLACK) {
                rows.cut(count.getKey(), LOG_MAX);
                count.setValue(0);
            }
        }
    }

    @Override
    public void close() {
        flush();
        synchronized (writing) {
            synchronized (this) {
                // Workers may come later than this; using RocksDB then would end the process.
                closed = true;
            }
            db.close();
            unsynced.close();
            options.close();
            filter.close();
            cache.close();
        }
    }
}
