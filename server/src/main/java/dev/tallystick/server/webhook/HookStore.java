package dev.tallystick.server.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * What delivery keeps on disk: where each endpoint stands, and the delivery log. RocksDB with its write-ahead log, so that
 * a killed process loses nothing that was {@linkplain #flush flushed}; after a power failure the newest part may be gone,
 * and is then delivered once more, for the journal still has it. Thread-safe.
 *
 * <pre>
 *   o endpointId                              -> OutletState
 *   d tenantId 0 noticeId 0 endpointId        -> Delivery; in the order of time, as notice ids are
 * </pre>
 */
final class HookStore implements AutoCloseable {
    /** Deliveries a tenant's log keeps, and how far it may grow beyond before it is cut. */
    static final int LOG_MAX = 10_000;

    private static final int LOG_SLACK = 2_000;
    private static final long CACHE_BYTES = 4L << 20;
    private static final long BUFFER_BYTES = 4L << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final Options options;
    private final LRUCache cache;
    private final BloomFilter filter = new BloomFilter(10, false);
    private final RocksDB db;
    private final WriteOptions unsynced = new WriteOptions();
    private final Map<String, Integer> logged = new HashMap<>();

    /** Not yet written; guarded by this. */
    private final Map<Key, Delivery> deliveries = new LinkedHashMap<>();

    private final Map<String, byte[]> states = new HashMap<>();
    private boolean closed;

    private record Key(String tenantId, String noticeId, String endpointId) {
        byte[] bytes() {
            return ascii("d" + tenantId + '\0' + noticeId + '\0' + endpointId);
        }
    }

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
    synchronized void state(String endpointId, OutletState state) {
        states.put(endpointId, state.toBytes());
    }

    /** Forgets an endpoint that was deleted. */
    synchronized void forget(String endpointId) {
        if (closed) {
            return;
        }
        states.remove(endpointId);
        try {
            db.delete(unsynced, ascii("o" + endpointId));
        } catch (RocksDBException e) {
            throw failed("cannot write", e);
        }
    }

    /** Keeps a delivery as it stands now, with the next {@link #flush}. */
    synchronized void delivery(Delivery delivery) {
        deliveries.put(new Key(delivery.tenantId(), delivery.noticeId(), delivery.endpointId()), delivery);
    }

    /** The delivery of a notice to an endpoint, or null. */
    synchronized @Nullable Delivery delivery(String tenantId, String noticeId, String endpointId) {
        Key key = new Key(tenantId, noticeId, endpointId);
        Delivery waiting = deliveries.get(key);
        if (waiting != null || closed) {
            return waiting;
        }
        try {
            byte[] bytes = db.get(key.bytes());
            return bytes == null ? null : Delivery.of(tenantId, endpointId, noticeId, bytes);
        } catch (RocksDBException e) {
            throw failed("cannot read", e);
        }
    }

    /** The tenant's deliveries, newest first. */
    synchronized List<Delivery> deliveries(String tenantId, Predicate<Delivery> wanted) {
        flush();
        List<Delivery> found = new ArrayList<>();
        if (closed) {
            return found;
        }
        byte[] prefix = ascii("d" + tenantId + '\0');
        try (RocksIterator rows = db.newIterator()) {
            byte[] after = prefix.clone();
            after[after.length - 1] = 1;
            for (rows.seekForPrev(after); rows.isValid() && startsWith(rows.key(), prefix); rows.prev()) {
                String[] parts = new String(rows.key(), StandardCharsets.UTF_8)
                        .substring(1)
                        .split("\0", 3);
                Delivery delivery = Delivery.of(tenantId, parts[2], parts[1], rows.value());
                if (wanted.test(delivery)) {
                    found.add(delivery);
                }
            }
        }
        return found;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Writes what was kept since the last time, all or nothing, and cuts logs that have grown too long. */
    synchronized void flush() {
        if (closed || (states.isEmpty() && deliveries.isEmpty())) {
            return;
        }
        try (WriteBatch batch = new WriteBatch()) {
            for (Map.Entry<String, byte[]> state : states.entrySet()) {
                batch.put(ascii("o" + state.getKey()), state.getValue());
            }
            for (Map.Entry<Key, Delivery> delivery : deliveries.entrySet()) {
                batch.put(delivery.getKey().bytes(), delivery.getValue().toBytes());
                logged.merge(delivery.getKey().tenantId(), 1, Integer::sum);
            }
            db.write(unsynced, batch);
            states.clear();
            deliveries.clear();
            for (Map.Entry<String, Integer> count : logged.entrySet()) {
                if (count.getValue() > LOG_SLACK) {
                    cut(count.getKey());
                    count.setValue(0);
                }
            }
        } catch (RocksDBException e) {
            throw failed("cannot write", e);
        }
    }

    /** Deletes all but the newest deliveries of a tenant. */
    private void cut(String tenantId) throws RocksDBException {
        byte[] prefix = ascii("d" + tenantId + '\0');
        byte[] after = prefix.clone();
        after[after.length - 1] = 1;
        try (RocksIterator rows = db.newIterator()) {
            rows.seekForPrev(after);
            for (int kept = 0; kept < LOG_MAX && rows.isValid() && startsWith(rows.key(), prefix); kept++) {
                rows.prev();
            }
            if (rows.isValid() && startsWith(rows.key(), prefix)) {
                db.deleteRange(unsynced, prefix, rows.key());
            }
        }
    }

    @Override
    public synchronized void close() {
        flush();
        // Workers may come later than this; using RocksDB then would end the process.
        closed = true;
        db.close();
        unsynced.close();
        options.close();
        filter.close();
        cache.close();
    }
}
