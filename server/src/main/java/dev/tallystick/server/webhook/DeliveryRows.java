package dev.tallystick.server.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * The rows of the delivery log: {@code d tenantId 0 noticeId 0 endpointId}, so in the order of time, as notice ids are. Not
 * to be used once RocksDB is closed.
 */
record DeliveryRows(RocksDB db, WriteOptions unsynced) {
    static byte[] key(Unwritten.Key key) {
        return ascii("d" + key.tenantId() + '\0' + key.noticeId() + '\0' + key.endpointId());
    }

    /** The tenant's deliveries, newest first. */
    List<Delivery> newestFirst(String tenantId, Predicate<Delivery> wanted) {
        List<Delivery> found = new ArrayList<>();
        byte[] prefix = prefix(tenantId);
        try (RocksIterator rows = db.newIterator()) {
            for (rows.seekForPrev(after(prefix)); rows.isValid() && startsWith(rows.key(), prefix); rows.prev()) {
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

    /** Deletes all but the newest deliveries of a tenant. */
    void cut(String tenantId, int max) throws RocksDBException {
        byte[] prefix = prefix(tenantId);
        try (RocksIterator rows = db.newIterator()) {
            rows.seekForPrev(after(prefix));
            for (int kept = 0; kept < max && rows.isValid() && startsWith(rows.key(), prefix); kept++) {
                rows.prev();
            }
            if (rows.isValid() && startsWith(rows.key(), prefix)) {
                db.deleteRange(unsynced, prefix, rows.key());
            }
        }
    }

    private static byte[] prefix(String tenantId) {
        return ascii("d" + tenantId + '\0');
    }

    /** A key beyond all with this prefix. */
    private static byte[] after(byte[] prefix) {
        byte[] after = prefix.clone();
        after[after.length - 1] = 1;
        return after;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
